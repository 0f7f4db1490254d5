#include "harness/measure/timeline.h"

#include <gtest/gtest.h>

namespace ovg::measure {
namespace {

class TimelineTest : public ::testing::Test {
 protected:
  TimelineTest() { clock_.calibrate(); }

  void spin_ns(std::uint64_t ns) const {
    const std::uint64_t until = clock_.now_ns() + ns;
    while (clock_.now_ns() < until) {
    }
  }

  Clock clock_;
};

TEST_F(TimelineTest, NothingHidesBetweenTwoOps) {
  Timeline timeline(clock_, 16);
  const std::uint64_t start = clock_.now_ns();
  {
    Ticker ticker(timeline, Phase::kSteady, UINT64_MAX);
    for (int op = 0; op < 200; ++op) {
      spin_ns(20'000);
      ticker.tick();
    }
  }
  const auto elapsed = static_cast<double>(clock_.now_ns() - start);
  EXPECT_EQ(timeline.service().total(), 200U);
  EXPECT_NEAR(timeline.service().approximate_sum_ns() / elapsed, 1.0, 0.01);
}

TEST_F(TimelineTest, TheSeriesHoldsEveryOpOfTheHistogramWhereItEnded) {
  Timeline timeline(clock_, 16);
  const std::uint64_t start = clock_.now_ns();
  timeline.restart_series(start);
  {
    Ticker ticker(timeline, Phase::kSteady, UINT64_MAX);
    spin_ns(3'000'000);
    ticker.tick();
    for (int op = 0; op < 100'000; ++op) ticker.tick();
  }
  std::vector<std::uint64_t> counts(LatencySeries::kBuckets), expected(LatencySeries::kBuckets);
  for (const LatencySeries::Slice& slice : timeline.service_series().slices()) {
    for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) counts[bucket] += slice.counts.at(bucket);
  }
  for (const auto& [index, count] : timeline.service().sparse()) {
    expected[LatencySeries::Buckets::index_of(Histogram::lowest_in_bucket(index))] += count;
  }
  EXPECT_EQ(counts, expected);
  const LatencySeries& series = timeline.service_series();
  std::size_t first = 0;  // in which an op ended: the long one, which a busy machine may have made longer
  while (series.slices().at(first).max_ns == 0) ++first;
  EXPECT_GE((first + 1) * series.slice_ns(), 3'000'000U);
  EXPECT_GE(series.slices()[first].max_ns, 3'000'000U);
}

TEST_F(TimelineTest, LongOpsAreLoggedWithTheirStartLengthAndPhase) {
  Timeline timeline(clock_, 16);
  std::uint64_t before_long_op = 0;
  {
    Ticker ticker(timeline, Phase::kWarmup, 2'000'000);
    ticker.tick();
    before_long_op = clock_.now_ns();
    spin_ns(5'000'000);
    ticker.tick();
    ticker.tick();
  }
  const std::vector<Interruption> gaps = timeline.interruptions().entries();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].phase, Phase::kWarmup);
  EXPECT_NEAR(static_cast<double>(gaps[0].start_ns), static_cast<double>(before_long_op), 100'000);
  EXPECT_GE(gaps[0].length_ns, 5'000'000U);
  EXPECT_LT(gaps[0].length_ns, 20'000'000U);
}

TEST_F(TimelineTest, TheLastOpIsEnteredWhenThePhaseEnds) {
  Timeline timeline(clock_, 16);
  {
    Ticker ticker(timeline, Phase::kSteady, 0);
    ticker.tick();
  }
  EXPECT_EQ(timeline.service().total(), 1U);
  EXPECT_EQ(timeline.interruptions().entries().size(), 1U);
  { const Ticker idle(timeline, Phase::kSteady, 0); }
  EXPECT_EQ(timeline.service().total(), 1U);
}

TEST(BoundedLog, CountsWhatItCannotKeep) {
  BoundedLog<Gap> log(2);
  for (std::uint64_t length : {5U, 7U, 11U})
    log.add({.start_ns = 1, .length_ns = length, .phase = Phase::kDrop});
  EXPECT_EQ(log.entries().size(), 2U);
  EXPECT_EQ(log.lost(), 1U);
  EXPECT_EQ(log.total_ns(), 23U);
  EXPECT_EQ(log.max_ns(), 11U);
}

}  // namespace
}  // namespace ovg::measure
