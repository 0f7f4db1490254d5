#include "harness/record/hdr.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "harness/record/json_fields.h"

namespace ovg::record {
namespace {

using measure::Histogram;

std::string from_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char digit : text) {
    if (digit == '=') break;
    bits = bits << 6 | static_cast<std::uint32_t>(kDigits.find(digit));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return bytes;
}

std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t length) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(at, length)) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string unpacked(const std::string& encoded) {
  const std::string bytes = from_base64(encoded);
  EXPECT_EQ(number_at(bytes, 0, 4), 0x1c849314U);
  EXPECT_EQ(number_at(bytes, 4, 4), bytes.size() - 8);
  std::string payload(1 << 20, '\0');
  uLongf length = payload.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(payload.data()), &length,
                       reinterpret_cast<const Bytef*>(bytes.data() + 8), bytes.size() - 8),
            Z_OK);
  payload.resize(length);
  return payload;
}

/// The counts of a payload as a reader finds them.
Histogram decoded(const std::string& payload) {
  Histogram histogram;
  std::size_t index = 0;
  for (std::size_t at = 40; at < payload.size();) {
    std::uint64_t zigzag = 0;
    for (int byte = 0; byte < 9; ++byte) {
      const std::uint64_t bits = static_cast<unsigned char>(payload[at++]);
      zigzag |= (byte < 8 ? bits & 0x7f : bits) << (7 * byte);
      if (byte < 8 && bits < 0x80) break;
    }
    const auto value = static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
    if (value > 0) histogram.add_at_index(index, static_cast<std::uint64_t>(value));
    index += value < 0 ? static_cast<std::size_t>(-value) : 1;
  }
  return histogram;
}

std::string counts_of(const Histogram& histogram) {
  return hdr_payload(histogram).substr(40);
}

/// Written by HdrHistogram 2.1.11 in Java from the same values and counts as `every_kind_of_count`.
constexpr const char* kPayloadByJava =
    "HISTEwAAADYAAAAAAAAAAwAAAAAAAAABAAADRjC4oAA/8AAAAAAAAAIABoAB9R+AgICAEIDIr6Alv44BgoCAgIBA7aMBgIABw1mAgICA"
    "gICAgAGdXvLAgYCAgICABA==";
constexpr const char* kCompressedByJava =
    "HISTFAAAAEx4nJNpmSzMwMBgxgABzFCaEch0M9ixgMH+A0SAiYGtgfGrfAMQCDScWL9AdX8fYxOI5/B2MWNDA+PhyAYoYJwb9+lAI5jJ"
    "AgCwJhxb";

/// Counts of 1 to 9 bytes, single and long runs of zeros, the lowest and the highest bucket.
Histogram every_kind_of_count() {
  Histogram histogram;
  const auto add = [&](std::uint64_t ns, std::uint64_t count) {
    histogram.add_at_index(Histogram::index_of(ns), count);
  };
  add(0, 1);
  add(2, 3);
  add(3, 64);
  add(2'047, 1ULL << 31);
  add(2'048, 5'000'000'000);
  add(1'000'000, (1ULL << 40) + 1);
  add(1'234'567'890, 8'192);
  add(60'000'000'000, 1ULL << 55);
  add(Histogram::kHighestNs, (1ULL << 57) + 12'345);
  return histogram;
}

TEST(HdrEncoding, IsWhatHdrHistogramItselfWrites) {
  EXPECT_EQ(hdr_payload(every_kind_of_count()), from_base64(kPayloadByJava));
  EXPECT_EQ(unpacked(hdr_encoded(every_kind_of_count())), unpacked(kCompressedByJava));
}

TEST(HdrEncoding, BeginsAsReadersExpect) {
  EXPECT_TRUE(hdr_encoded(every_kind_of_count()).starts_with("HISTFAAA"));
  const std::string payload = hdr_payload(every_kind_of_count());
  EXPECT_EQ(number_at(payload, 0, 4), 0x1c849313U);
  EXPECT_EQ(number_at(payload, 4, 4), payload.size() - 40);
  EXPECT_EQ(number_at(payload, 8, 4), 0U);
  EXPECT_EQ(number_at(payload, 12, 4), 3U);
  EXPECT_EQ(number_at(payload, 16, 8), 1U);
  EXPECT_EQ(number_at(payload, 24, 8), 3'600'000'000'000U);
  EXPECT_EQ(number_at(payload, 32, 8), 0x3ff0000000000000U);  // 1.0
}

TEST(HdrEncoding, NoHistogramIsWithoutACount) {
  EXPECT_EQ(counts_of(Histogram()), std::string(1, '\0'));
}

TEST(HdrEncoding, ALoneEmptyBucketIsAZeroAndMoreAreARun) {
  Histogram histogram;
  for (const std::uint64_t ns : {1, 3, 6}) histogram.record(ns);
  EXPECT_EQ(counts_of(histogram), std::string({0, 2, 0, 2, 3, 2}));  // zigzag: 2 is 1, 3 is -2
}

TEST(HdrEncoding, EveryLengthOfBase64ComesBack) {
  std::mt19937_64 random(5);
  Histogram histogram;
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(unpacked(hdr_encoded(histogram)), hdr_payload(histogram));
    histogram.record(random() % 100'000);
  }
}

TEST(HdrEncoding, CountsComeBack) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 200; ++i) {
    Histogram histogram;
    for (std::uint64_t bucket = random() % 300; bucket > 0; --bucket) {
      const auto index = static_cast<std::size_t>(random() % Histogram::bucket_count()) >> random() % 15;
      // Powers of two and their neighbours, where the length of a count changes.
      histogram.add_at_index(index, (1ULL << random() % 54) + random() % 3);
    }
    EXPECT_EQ(decoded(hdr_payload(histogram)).sparse(), histogram.sparse()) << "instance " << i;
  }
}

TEST(HdrEncoding, HoldsTheLargestCountAndRefusesALarger) {
  Histogram histogram;
  histogram.add_at_index(5, INT64_MAX);
  EXPECT_EQ(counts_of(histogram).size(), 1U + 9);  // a run, and eight bits in the ninth byte
  EXPECT_EQ(decoded(hdr_payload(histogram)).sparse(), histogram.sparse());
  histogram.add_at_index(5, 1);
  EXPECT_THROW(hdr_payload(histogram), RecordError);
}

}  // namespace
}  // namespace ovg::record
