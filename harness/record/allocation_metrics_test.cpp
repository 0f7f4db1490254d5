#include "harness/record/derive.h"

#include <gtest/gtest.h>

namespace ovg::record {
namespace {

TEST(AllocationMetrics, AreThoseOfOneRoundTimesTheRounds) {
  const auto metrics =
      allocation_metrics({.objects = 4, .bytes_requested = 100, .bytes_served = 130, .frees = 3}, 1'000'000'000);
  EXPECT_EQ(metrics.at("objects_allocated"), 4e9);
  EXPECT_EQ(metrics.at("bytes_allocated"), 100e9);
  EXPECT_EQ(metrics.at("object_size_served"), 32.5);
  EXPECT_EQ(metrics.size(), 3U);
}

TEST(AllocationMetrics, NothingHasNoMeanSize) {
  const auto metrics = allocation_metrics({}, 7);
  EXPECT_EQ(metrics.at("objects_allocated"), 0);
  EXPECT_EQ(metrics.count("object_size_served"), 0U);
}

}  // namespace
}  // namespace ovg::record
