#include "harness/record/histogram_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ovg::record {
namespace {

using measure::Histogram;
using nlohmann::json;

json encoded(const Histogram& histogram) {
  return {{"h", json::parse(histogram_text(histogram))}};
}

std::string complaint(const json& value) {
  try {
    histogram_from(JsonFields(value), "h");
  } catch (const RecordError& error) {
    return error.what();
  }
  return "none";
}

Histogram sample() {
  Histogram histogram;
  for (const std::uint64_t ns : {0ULL, 5ULL, 5ULL, 2'047ULL, 2'048ULL, 1'000'000ULL, 3'600'000'000'000ULL}) {
    histogram.record(ns);
  }
  return histogram;
}

TEST(HistogramJson, ComesBackAsItWas) {
  EXPECT_EQ(histogram_from(JsonFields(encoded(sample())), "h").sparse(), sample().sparse());
  EXPECT_EQ(histogram_from(JsonFields(encoded(Histogram())), "h").total(), 0U);
}

TEST(HistogramJson, SaysItsGeometryAndItsSums) {
  Histogram histogram;
  histogram.record(10);
  histogram.record(30);
  EXPECT_EQ(json::parse(histogram_text(histogram)), json::parse(R"({"significant_digits": 3, "sub_bucket_count": 2048,
      "min": 10, "max": 30, "total": 2, "sum": 40, "counts": [[10, 1], [30, 1]]})"));
}

TEST(HistogramJson, RefusesWhatContradictsItself) {
  const auto with = [](const char* field, const json& value) {
    json changed = encoded(sample());
    changed["h"][field] = value;
    return complaint(changed);
  };
  EXPECT_EQ(with("significant_digits", 2), "h.significant_digits is not 3");
  EXPECT_EQ(with("sub_bucket_count", 1024), "h.sub_bucket_count is not 2048");
  EXPECT_EQ(with("total", 8), "h.total contradicts counts");
  EXPECT_EQ(with("min", 1), "h.min contradicts counts");
  EXPECT_EQ(with("max", 1'000'000), "h.max contradicts counts");
  EXPECT_EQ(with("sum", "none"), "h.sum is not a finite number");
}

TEST(HistogramJson, RefusesMalformedCounts) {
  const auto with_counts = [](const char* counts) {
    json changed = encoded(sample());
    changed["h"]["counts"] = json::parse(counts);
    return complaint(changed);
  };
  for (const char* malformed : {"[[1]]", "[[1, 0]]", "[[1, -1]]", "[[-1, 1]]", "[[1, 1, 1]]", "[5]", "[[1.5, 1]]"}) {
    EXPECT_EQ(with_counts(malformed), "h.counts holds something else than [index, count above 0]") << malformed;
  }
  EXPECT_EQ(with_counts("[[2, 1], [1, 1]]"), "h.counts is not in ascending order");
  EXPECT_EQ(with_counts("[[2, 1], [2, 1]]"), "h.counts is not in ascending order");
  EXPECT_EQ(with_counts("[[99999999, 1]]"), "h.counts holds an index beyond 1 h");
}

TEST(HistogramJson, AcceptsExactExtremesOfAnotherLanguage) {
  Histogram histogram;
  histogram.record(1'000'000);
  json value = encoded(histogram);
  value["h"]["min"] = 1'000'000;  // ours reports the edges of the bucket
  value["h"]["max"] = 1'000'000;
  EXPECT_EQ(complaint(value), "none");
}

}  // namespace
}  // namespace ovg::record
