#include "harness/measure/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace ovg::measure {
namespace {

TEST(Histogram, EveryBucketEdgeFallsIntoItsBucket) {
  for (std::size_t index = 0; index < Histogram::bucket_count(); ++index) {
    ASSERT_EQ(Histogram::index_of(Histogram::lowest_in_bucket(index)), index);
    ASSERT_EQ(Histogram::index_of(Histogram::highest_in_bucket(index)), index);
    if (index > 0) {
      ASSERT_EQ(Histogram::lowest_in_bucket(index), Histogram::highest_in_bucket(index - 1) + 1);
    }
  }
}

TEST(Histogram, BucketsKeepThreeSignificantDigits) {
  for (std::size_t index = 0; index < Histogram::bucket_count(); ++index) {
    const auto lowest = static_cast<double>(Histogram::lowest_in_bucket(index));
    const auto width = static_cast<double>(Histogram::highest_in_bucket(index)) - lowest;
    ASSERT_LE(width, lowest / 1000.0) << "bucket " << index;
  }
}

TEST(Histogram, CoversOneHourAndClampsBeyond) {
  Histogram histogram;
  histogram.record(Histogram::kHighestNs);
  histogram.record(UINT64_MAX);
  EXPECT_EQ(histogram.total(), 2U);
  EXPECT_EQ(Histogram::index_of(Histogram::kHighestNs), Histogram::bucket_count() - 1);
  EXPECT_GE(histogram.max_ns(), Histogram::kHighestNs);
}

/// The sample of rank ceil(p / 100 * n) in a sorted list, counted in exact integers of a thousandth of a
/// percent.
std::uint64_t oracle(const std::vector<std::uint64_t>& sorted, std::uint64_t thousandths) {
  const std::uint64_t rank = (thousandths * sorted.size() + 99'999) / 100'000;
  return sorted[std::max<std::uint64_t>(rank, 1) - 1];
}

TEST(Histogram, PercentilesMatchASortedVectorOverMillionsOfValues) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> lengths(7.0, 3.0);
  Histogram histogram;
  std::vector<std::uint64_t> values;
  for (int sample = 0; sample < 3'000'000; ++sample) {
    const auto value = static_cast<std::uint64_t>(std::min(lengths(random), 3.5e12));
    values.push_back(value);
    histogram.record(value);
  }
  std::sort(values.begin(), values.end());
  for (const std::uint64_t thousandths : {0U, 1U, 1'000U, 50'000U, 90'000U, 99'000U, 99'900U, 99'990U, 100'000U}) {
    const std::uint64_t expected = oracle(values, thousandths);
    const auto seen = histogram.percentile_ns(static_cast<double>(thousandths) / 1000.0);
    ASSERT_TRUE(seen.has_value());
    // Not merely close: the very bucket of the exact sample.
    EXPECT_EQ(Histogram::index_of(*seen), Histogram::index_of(expected)) << thousandths;
    EXPECT_EQ(*seen, Histogram::highest_in_bucket(Histogram::index_of(expected)));
  }
  EXPECT_EQ(histogram.total(), values.size());
  EXPECT_EQ(Histogram::index_of(histogram.max_ns()), Histogram::index_of(values.back()));
  EXPECT_EQ(Histogram::index_of(histogram.min_ns()), Histogram::index_of(values.front()));
  double sum = 0;
  for (const std::uint64_t value : values) sum += static_cast<double>(value);
  EXPECT_NEAR(histogram.approximate_sum_ns() / sum, 1.0, 5e-4);
}

TEST(Histogram, PercentileRanksAreExactInSmallSamples) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 1000; ++value) histogram.record(value);
  EXPECT_EQ(histogram.percentile_ns(0), 1U);
  EXPECT_EQ(histogram.percentile_ns(50), 500U);
  EXPECT_EQ(histogram.percentile_ns(99.9), 999U);
  EXPECT_EQ(histogram.percentile_ns(100), 1000U);
}

TEST(Histogram, ATailThatWasNotSampledIsNotReported) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 10'000; ++value) histogram.record(value);
  EXPECT_TRUE(histogram.supported_percentile_ns(99.9).has_value());  // 10 samples lie beyond
  EXPECT_FALSE(histogram.supported_percentile_ns(99.91).has_value());
  EXPECT_FALSE(histogram.supported_percentile_ns(99.99).has_value());
  EXPECT_FALSE(Histogram().supported_percentile_ns(50).has_value());
  EXPECT_FALSE(Histogram().percentile_ns(50).has_value());
}

TEST(Histogram, MergeAddsUpAndResetEmpties) {
  Histogram all;
  Histogram parts[3];
  std::mt19937_64 random(11);
  for (int sample = 0; sample < 30'000; ++sample) {
    const std::uint64_t value = random() % 5'000'000;
    all.record(value);
    parts[sample % 3].record(value);
  }
  Histogram merged;
  for (const Histogram& part : parts) merged.merge(part);
  EXPECT_EQ(merged.sparse(), all.sparse());
  merged.reset();
  EXPECT_EQ(merged.total(), 0U);
  EXPECT_EQ(merged.max_ns(), 0U);
}

TEST(Histogram, ComesBackFromItsSparseForm) {
  Histogram histogram;
  for (const std::uint64_t value : {3ULL, 3ULL, 2048ULL, 70'000ULL, 9'000'000'000ULL}) histogram.record(value);
  Histogram copy;
  for (const auto& [index, count] : histogram.sparse()) copy.add_at_index(index, count);
  EXPECT_EQ(copy.sparse(), histogram.sparse());
  EXPECT_THROW(copy.add_at_index(Histogram::bucket_count(), 1), std::out_of_range);
}

}  // namespace
}  // namespace ovg::measure
