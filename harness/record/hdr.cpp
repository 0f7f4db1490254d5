#include "harness/record/hdr.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <ctime>
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

double seconds(std::uint64_t ms) {
  return static_cast<double>(ms) / 1e3;
}

constexpr double kNsPerMs = 1e6;
constexpr int kLevelsPerHalving = 5;
constexpr double kHighestLevel = 100 - 1e-8;  // only 10^10 samples would tell a higher one from 100

double ms(double ns) {
  return ns / kNsPerMs;
}

/// Levels crowd towards 100 %: `kLevelsPerHalving` in each half of what is left.
double level_after(double level) {
  const double halvings = std::floor(std::log2(100.0 / (100.0 - level)));
  return level + 100.0 / (kLevelsPerHalving * std::exp2(halvings + 1));
}

/// HdrHistogram's: the upper of two middles.
double middle_ns(std::size_t index) {
  const std::uint64_t lowest = Histogram::lowest_in_bucket(index);
  return static_cast<double>(lowest + (Histogram::highest_in_bucket(index) - lowest + 1) / 2);
}

struct Moments {
  double mean_ns = 0;
  double deviation_ns = 0;
};

Moments moments(const Histogram& histogram) {
  const auto total = static_cast<double>(histogram.total());
  if (total == 0) return {};
  double sum = 0;
  for (const auto& [index, count] : histogram.sparse()) sum += middle_ns(index) * static_cast<double>(count);
  const double mean = sum / total;
  double squares = 0;
  for (const auto& [index, count] : histogram.sparse()) {
    const double distance = middle_ns(index) - mean;
    squares += distance * distance * static_cast<double>(count);
  }
  return {mean, std::sqrt(squares / total)};
}

std::string levels(const Histogram& histogram) {
  const std::uint64_t total = histogram.total();
  std::string text;
  std::uint64_t seen = 0;
  double level = 0;
  for (const auto& [index, count] : histogram.sparse()) {
    seen += count;
    const double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(total);
    for (; reached >= level && level < kHighestLevel; level = level_after(level)) {
      text += fmt::format("{:16.6f} {:14.12f} {:10} {:14.2f}\n",
                          ms(static_cast<double>(Histogram::highest_in_bucket(index))), level / 100, seen,
                          1 / (1 - level / 100));
      if (seen == total) break;  // what follows is 100 %
    }
  }
  if (total > 0) {
    text += fmt::format("{:16.6f} {:14.12f} {:10}\n", ms(static_cast<double>(histogram.max_ns())), 1.0, total);
  }
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

std::string hdr_log_header(std::uint64_t started_unix_ms) {
  const auto whole_seconds = static_cast<std::time_t>(started_unix_ms / 1'000);
  return fmt::format(
      "#[Histogram log format version 1.3]\n"
      "#[StartTime: {:.3f} (seconds since epoch), {:%a %b %d %H:%M:%S UTC %Y}]\n"
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
      seconds(started_unix_ms), fmt::gmtime(whole_seconds));
}

std::string hdr_log_line(std::string_view tag, std::uint64_t offset_ms, std::uint64_t length_ms,
                         const Histogram& histogram) {
  return fmt::format("Tag={},{:.3f},{:.3f},{:.6f},{}\n", tag, seconds(offset_ms), seconds(length_ms),
                     static_cast<double>(histogram.max_ns()) / 1e6, hdr_encoded(histogram));
}

std::string percentile_distribution(const Histogram& histogram) {
  // Each doubles the range; the first holds all sub-buckets.
  constexpr int kBuckets = std::bit_width(Histogram::kHighestNs / Histogram::kSubBucketCount) + 1;
  const auto [mean_ns, deviation_ns] = moments(histogram);
  return fmt::format("{:>16} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)") +
         levels(histogram) +
         fmt::format("#[Mean    = {:12.6f}, StdDeviation   = {:12.6f}]\n", ms(mean_ns), ms(deviation_ns)) +
         fmt::format("#[Max     = {:12.6f}, Total count    = {:12}]\n", ms(static_cast<double>(histogram.max_ns())),
                     histogram.total()) +
         fmt::format("#[Buckets = {:12}, SubBuckets     = {:12}]\n", kBuckets, Histogram::kSubBucketCount) +
         "#[Unit of values, Mean, StdDeviation and Max: ms]\n";
}

}  // namespace ovg::record
