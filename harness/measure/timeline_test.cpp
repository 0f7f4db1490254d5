#include "harness/measure/timeline.h"

#include <gtest/gtest.h>

#include "harness/measure/mock_clock.h"

namespace ovg::measure {
namespace {

class TimelineTest : public ::testing::Test {
 protected:
  using MockTicker = BasicTicker<MockClock>;

  std::uint64_t now_ = 1'000'000;
  MockClock clock_{now_};
  BasicTimeline<MockClock> timeline_{clock_, 16};
};

TEST_F(TimelineTest, NothingHidesBetweenTwoOps) {
  std::uint64_t start = 0;
  {
    MockTicker ticker(timeline_, Phase::kSteady, UINT64_MAX);
    start = now_;
    for (int op = 0; op < 200; ++op) {
      now_ += 20'000;
      ticker.tick();
    }
  }
  EXPECT_EQ(timeline_.service().total(), 200U);
  EXPECT_NEAR(timeline_.service().approximate_sum_ns() / static_cast<double>(now_ - start), 1.0, 0.001);
}

TEST_F(TimelineTest, AnOpIsOneReadingOfTheCounter) {
  constexpr std::uint64_t kOps = 1'000;
  MockTicker ticker(timeline_, Phase::kSteady, UINT64_MAX);
  const std::uint64_t start = now_;
  for (std::uint64_t op = 0; op < kOps; ++op) ticker.tick();
  EXPECT_EQ(now_ - start, kOps * MockClock::kReadNs);
}

TEST_F(TimelineTest, TheSeriesHoldsEveryOpOfTheHistogramWhereItEnded) {
  timeline_.restart_series(now_);
  {
    MockTicker ticker(timeline_, Phase::kSteady, UINT64_MAX);
    now_ += 3'000'000;
    ticker.tick();
    for (std::uint64_t op = 0; op < 100'000; ++op) {
      now_ += op % 50;
      ticker.tick();
    }
  }
  std::vector<std::uint64_t> counts(LatencySeries::kBuckets), expected(LatencySeries::kBuckets);
  for (const LatencySeries::Slice& slice : timeline_.service_series().slices()) {
    for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) counts[bucket] += slice.counts.at(bucket);
  }
  for (const auto& [index, count] : timeline_.service().sparse()) {
    expected[LatencySeries::Buckets::index_of(Histogram::lowest_in_bucket(index))] += count;
  }
  EXPECT_EQ(counts, expected);
  const LatencySeries& series = timeline_.service_series();
  std::size_t first = 0;  // in which an op ended: the long one
  while (series.slices().at(first).max_ns == 0) ++first;
  EXPECT_EQ(first, 3'000'000U / series.slice_ns());
  EXPECT_NEAR(static_cast<double>(series.slices()[first].max_ns), 3'000'000, 2);
}

TEST_F(TimelineTest, LongOpsAreLoggedWithTheirStartLengthAndPhase) {
  std::uint64_t before_long_op = 0;
  {
    MockTicker ticker(timeline_, Phase::kWarmup, 2'000'000);
    ticker.tick();
    before_long_op = now_;
    now_ += 5'000'000;
    ticker.tick();
    now_ += 1'999'998;
    ticker.tick();
  }
  const std::vector<Interruption> gaps = timeline_.interruptions().entries();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].phase, Phase::kWarmup);
  EXPECT_EQ(gaps[0].op, 1U);
  EXPECT_EQ(gaps[0].start_ns, before_long_op);
  EXPECT_EQ(gaps[0].length_ns, 5'000'000 + MockClock::kReadNs);
}

TEST_F(TimelineTest, TheLastOpIsEnteredWhenThePhaseEnds) {
  {
    MockTicker ticker(timeline_, Phase::kSteady, 0);
    ticker.tick();
  }
  EXPECT_EQ(timeline_.service().total(), 1U);
  EXPECT_EQ(timeline_.interruptions().entries().size(), 1U);
  { const MockTicker idle(timeline_, Phase::kSteady, 0); }
  EXPECT_EQ(timeline_.service().total(), 1U);
}

TEST(BoundedLog, CountsWhatItCannotKeep) {
  BoundedLog<Gap> log(2);
  for (std::uint64_t length : {5U, 7U, 11U}) log.add({.start_ns = 1, .length_ns = length, .phase = Phase::kDrop});
  EXPECT_EQ(log.entries().size(), 2U);
  EXPECT_EQ(log.lost(), 1U);
  EXPECT_EQ(log.total_ns(), 23U);
  EXPECT_EQ(log.max_ns(), 11U);
}

}  // namespace
}  // namespace ovg::measure
