#include "harness/record/hdr_encoding.h"

#include <zlib.h>

#include <bit>
#include <cstdint>
#include <new>

#include "harness/record/json_fields.h"

namespace ovg::record {

using measure::Histogram;

namespace {

constexpr std::uint32_t kPayloadCookie = 0x1c849313;
constexpr std::uint32_t kCompressedCookie = 0x1c849314;

template <class Unsigned>
void put(std::string& bytes, Unsigned value) {
  for (int shift = 8 * (sizeof value - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift & 0xff));
  }
}

/// Seven bits a byte, lowest first; the ninth byte holds eight and is always the last.
void put_zigzag(std::string& bytes, std::int64_t value) {
  auto left = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  for (int byte = 0; byte < 8 && left > 0x7f; ++byte) {
    bytes.push_back(static_cast<char>((left & 0x7f) | 0x80));
    left >>= 7;
  }
  bytes.push_back(static_cast<char>(left));
}

std::string encoded_counts(const Histogram& histogram) {
  std::string bytes;
  std::size_t next = 0;
  for (const auto& [index, count] : histogram.sparse()) {
    if (count > INT64_MAX) throw RecordError("a histogram bucket counts more than HdrHistogram can hold");
    const auto empty = static_cast<std::int64_t>(index - next);
    if (empty == 1) put_zigzag(bytes, 0);
    if (empty > 1) put_zigzag(bytes, -empty);
    put_zigzag(bytes, static_cast<std::int64_t>(count));
    next = index + 1;
  }
  if (bytes.empty()) put_zigzag(bytes, 0);  // some readers take no payload without a count
  return bytes;
}

std::string compressed(const std::string& bytes) {
  uLongf length = compressBound(bytes.size());
  std::string packed(length, '\0');
  const int code = compress(reinterpret_cast<Bytef*>(packed.data()), &length,
                            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (code != Z_OK) throw std::bad_alloc();  // the only way to fail when the output has room
  packed.resize(length);
  return packed;
}

std::string base64(const std::string& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = at; i < at + 3; ++i) {
      group = group << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0);
    }
    for (int shift = 18; shift >= 0; shift -= 6) text.push_back(kDigits[group >> shift & 0x3f]);
  }
  for (std::size_t i = bytes.size(); i % 3 != 0; ++i) text[text.size() - 3 + i % 3] = '=';
  return text;
}

}  // namespace

std::string hdr_payload(const Histogram& histogram) {
  const std::string counts = encoded_counts(histogram);
  std::string bytes;
  put<std::uint32_t>(bytes, kPayloadCookie);
  put<std::uint32_t>(bytes, static_cast<std::uint32_t>(counts.size()));
  put<std::uint32_t>(bytes, 0);  // normalizing index offset
  put<std::uint32_t>(bytes, Histogram::kSignificantDigits);
  put<std::uint64_t>(bytes, 1);  // lowest discernible value
  put<std::uint64_t>(bytes, Histogram::kHighestNs);
  put<std::uint64_t>(bytes, std::bit_cast<std::uint64_t>(1.0));  // integer to double conversion ratio
  return bytes + counts;
}

std::string hdr_encoded(const Histogram& histogram) {
  const std::string packed = compressed(hdr_payload(histogram));
  std::string bytes;
  put<std::uint32_t>(bytes, kCompressedCookie);
  put<std::uint32_t>(bytes, static_cast<std::uint32_t>(packed.size()));
  return base64(bytes + packed);
}

}  // namespace ovg::record
