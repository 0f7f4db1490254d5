// The open loop with a clock whose time passes only when it is read or an op says so: what comes out is held
// against the theory of a queue with constant arrivals and constant service (D/D/1) whose server stops.

#include "harness/measure/open_loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "harness/measure/mock_clock.h"

namespace ovg::measure {
namespace {

constexpr std::uint64_t kServiceNs = 4'000;
constexpr std::uint64_t kPeriodNs = 10'000;
constexpr std::uint64_t kThresholdNs = 1'000'000;

class OpenLoopTest : public ::testing::Test {
 protected:
  /// `stops`: op -> how much longer than kServiceNs it takes.
  void run(std::size_t ops, const std::map<std::size_t, std::uint64_t>& stops, double period_ns = kPeriodNs,
           Arrivals arrivals = Arrivals::kFixed) {
    BasicOpenLoop<MockClock> loop(timeline_, Phase::kSteady, kThresholdNs,
                                  Schedule({.period_ns = period_ns, .arrivals = arrivals, .seed = 7}, 1));
    for (std::size_t op = 0; op < ops; ++op) {
      loop.wait();
      const auto stop = stops.find(op);
      now_ += kServiceNs - MockClock::kReadNs + (stop == stops.end() ? 0 : stop->second);
      loop.tick();
    }
    kept_up_ = loop.kept_up();
    waited_ns_ = loop.waited_ns();
  }

  double response_ns(double percentile) const {
    return static_cast<double>(timeline_.response().percentile_ns(percentile).value());
  }

  std::uint64_t now_ = 0;
  MockClock clock_{now_};
  BasicTimeline<MockClock> timeline_{clock_, 64};
  bool kept_up_ = false;
  std::uint64_t waited_ns_ = 0;
};

/// A queue that a stop of length S leaves behind shrinks by (period - service) with each op: the j-th op
/// after the stop responds in S + service - j (period - service), until that is the service time alone. So
/// with stops that are far enough apart the share of ops that respond later than x is the sum of (S + service
/// - x) / (period - service) over the stops longer than x - service, divided by all ops; this is the inverse
/// of it for stops of one length.
double predicted_response_ns(double percentile, double stop_ns, double stops, double ops) {
  const double beyond = (1 - percentile / 100) * ops / stops;  // ops slower than the percentile, for each stop
  const double lifted = stop_ns + kServiceNs - beyond * (kPeriodNs - kServiceNs);
  return std::max(lifted, static_cast<double>(kServiceNs));
}

TEST_F(OpenLoopTest, StopsLiftResponsePercentilesAsQueueingTheoryPredicts) {
  constexpr std::size_t kOps = 100'000;
  constexpr std::uint64_t kStopNs = 20'000'000;
  run(kOps, {{10'000, kStopNs}, {40'000, kStopNs}, {70'000, kStopNs}});
  for (const double percentile : {50.0, 85.0, 90.0, 95.0, 99.0, 99.9}) {
    const double predicted = predicted_response_ns(percentile, kStopNs, 3, kOps);
    // Buckets are 0.1 % wide, waiting overshoots by one read, and the ops are whole.
    EXPECT_NEAR(response_ns(percentile), predicted, 0.001 * predicted + (kPeriodNs - kServiceNs)) << "p" << percentile;
  }
  EXPECT_GT(response_ns(95), 1'000 * kServiceNs);  // the stops are there at all
  EXPECT_NEAR(static_cast<double>(timeline_.service().percentile_ns(99.99).value()), kServiceNs, 10)
      << "3 stops in 100 000 ops do not exist for this percentile of the service time";
}

TEST_F(OpenLoopTest, WithoutAStopResponseIsService) {
  run(1'000, {});
  EXPECT_NEAR(response_ns(100), kServiceNs, 10);
  EXPECT_TRUE(kept_up_);
  EXPECT_NEAR(static_cast<double>(waited_ns_), 999.0 * (kPeriodNs - kServiceNs), 1e-3 * 999 * kPeriodNs);
}

TEST_F(OpenLoopTest, OpsAreDueAtMultiplesOfThePeriodHoweverLateOneWas) {
  run(1'000, {{500, 300'000}});
  // 300 us late at 6 us a step: 50 ops later the queue is empty, and the last op ends where it would have.
  EXPECT_NEAR(static_cast<double>(now_), 999.0 * kPeriodNs + kServiceNs, 20);
}

TEST_F(OpenLoopTest, ARateThatCannotBeServedIsNoticed) {
  run(1'000, {}, kServiceNs - 100);
  EXPECT_FALSE(kept_up_);
}

TEST_F(OpenLoopTest, AnyArrivalsThatCanBeServedAreKeptUpWith) {
  for (const Arrivals arrivals : {Arrivals::kPoisson, Arrivals::kBursts}) {
    for (const double load : {0.5, 0.9, 0.97}) {
      run(100'000, {}, kServiceNs / load, arrivals);
      EXPECT_TRUE(kept_up_) << name_of(arrivals) << ' ' << load;
    }
    run(100'000, {}, kServiceNs / 1.03, arrivals);
    EXPECT_FALSE(kept_up_) << name_of(arrivals);
  }
}

TEST_F(OpenLoopTest, AQueueThatAStopAtTheEndExplainsIsNoSaturation) {
  run(10'000, {{9'000, 20'000'000}});
  EXPECT_TRUE(kept_up_);
  run(10'000, {{4'000, 50'000'000}, {5'000, 15'000'000}});  // 29 ms late at the end
  EXPECT_TRUE(kept_up_) << "late, but by less than one of its stops";
}

TEST_F(OpenLoopTest, AStopEarlyOnIsCaughtUpWith) {
  run(10'000, {{100, 20'000'000}});  // 3 334 ops
  EXPECT_TRUE(kept_up_);
}

TEST_F(OpenLoopTest, AStopIsOneInterruptionAndTheQueueBehindItNone) {
  run(10'000, {{100, 20'000'000}});
  const auto log = timeline_.interruptions().entries();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].op, 100U);
  EXPECT_NEAR(static_cast<double>(log[0].length_ns), 20'000'000 + kServiceNs, 2);
}

TEST_F(OpenLoopTest, LateResponsesBreakTheFramesThatTheyTouch) {
  run(10'000, {{100, 20'000'000}});
  // Due at 1 ms, and the queue is shorter than 1 ms from the ((20 - 1) ms / 6 us) = 3 167th op on, which is
  // due at 32.7 ms and ends 1 ms later: frames 1 to 33 of 1 ms. Of 16.6 ms: until the 567th op, from frame 0
  // to 1.
  EXPECT_NEAR(static_cast<double>(timeline_.deadlines().frames[0].broken()), 33, 1);
  EXPECT_EQ(timeline_.deadlines().frames[1].broken(), 2U);
}

TEST_F(OpenLoopTest, AnOpThatIsLateAlreadyIsOneReadingOfTheCounter) {
  constexpr std::uint64_t kOps = 1'000;
  BasicOpenLoop<MockClock> loop(timeline_, Phase::kSteady, kThresholdNs, Schedule({.period_ns = 0}, 1));
  const std::uint64_t start = now_;
  for (std::uint64_t op = 0; op < kOps; ++op) {
    loop.wait();
    loop.tick();
  }
  EXPECT_EQ(now_ - start, kOps * MockClock::kReadNs);
}

/// Lindley's recursion: what waits behind one op waits behind the next as well, less the gap between them.
std::vector<double> lindley_responses_ns(std::size_t ops, const std::map<std::size_t, std::uint64_t>& stops,
                                         const std::function<double()>& gap_ns) {
  std::vector<double> responses;
  double wait = 0;
  for (std::size_t op = 0; op < ops; ++op) {
    const auto stop = stops.find(op);
    responses.push_back(wait + kServiceNs + (stop == stops.end() ? 0 : static_cast<double>(stop->second)));
    wait = std::max(0.0, responses.back() - gap_ns());
  }
  std::ranges::sort(responses);
  return responses;
}

TEST_F(OpenLoopTest, PoissonArrivalsQueueAsLindleysRecursionSays) {
  constexpr std::size_t kOps = 1'000'000;
  for (const double load : {0.5, 0.8}) {
    timeline_.response().reset();
    run(kOps, {}, kServiceNs / load, Arrivals::kPoisson);
    // Arrivals of their own, so that a fault in the schedule does not excuse itself.
    std::mt19937_64 random(11);
    std::exponential_distribution<double> gap_ns(load / kServiceNs);
    const std::vector<double> expected = lindley_responses_ns(kOps, {}, [&] { return gap_ns(random); });
    for (const double percentile : {50.0, 90.0, 99.0}) {
      const double predicted = expected[static_cast<std::size_t>(kOps * percentile / 100)];
      EXPECT_NEAR(response_ns(percentile), predicted, 0.03 * predicted) << load << " p" << percentile;
    }
    // Pollaczek and Khinchine: the mean wait is load / (2 (1 - load)) services.
    const double mean = kServiceNs * (1 + load / (2 * (1 - load)));
    EXPECT_NEAR(timeline_.response().approximate_sum_ns() / kOps, mean, 0.02 * mean);
  }
}

TEST_F(OpenLoopTest, StopsUnderPoissonArrivalsAreThoseOfLindleysRecursion) {
  constexpr std::size_t kOps = 1'000'000;
  std::map<std::size_t, std::uint64_t> stops;
  for (std::size_t op = 1'000; op < kOps; op += 10'000) stops[op] = 2'000'000;
  run(kOps, stops, kPeriodNs, Arrivals::kPoisson);
  // The same arrivals: how many come during 100 stops differs by more than what is asked here.
  Schedule schedule({.period_ns = kPeriodNs, .arrivals = Arrivals::kPoisson, .seed = 7}, 1);
  std::uint64_t due_ns = schedule.next();
  const std::vector<double> expected = lindley_responses_ns(kOps, stops, [&] {
    const std::uint64_t before_ns = std::exchange(due_ns, schedule.next());
    return static_cast<double>(due_ns - before_ns);
  });
  for (const double percentile : {50.0, 90.0, 97.0, 98.0, 99.0, 99.9}) {
    const double predicted = expected[static_cast<std::size_t>(kOps * percentile / 100)];
    EXPECT_NEAR(response_ns(percentile), predicted, 0.002 * predicted + 10) << percentile;
  }
}

class IdleTest : public OpenLoopTest {
 protected:
  /// Ops are due every kPeriodNs and `work_ns` is done in each idle time.
  void run_idling(std::size_t ops, std::uint64_t period_ns, std::uint64_t work_ns) {
    BasicOpenLoop<MockClock> loop(timeline_, Phase::kSteady, kThresholdNs,
                                  Schedule({.period_ns = static_cast<double>(period_ns)}, 1), [&](std::uint64_t ns) {
                                    offered_ns_.push_back(ns);
                                    now_ += work_ns;
                                  });
    for (std::size_t op = 0; op < ops; ++op) {
      loop.wait();
      now_ += kServiceNs - MockClock::kReadNs;
      loop.tick();
    }
    waited_ns_ = loop.waited_ns();
    kept_up_ = loop.kept_up();
  }
  std::vector<std::uint64_t> offered_ns_;
};

TEST_F(IdleTest, LongWaitsAreOfferedAndWhatIsUsedOfThemIsNoWaiting) {
  run_idling(100, 50'000, 30'000);
  ASSERT_EQ(offered_ns_.size(), 99U) << "once a wait";
  for (const std::uint64_t ns : offered_ns_) EXPECT_NEAR(static_cast<double>(ns), 46'000, 10);
  EXPECT_NEAR(static_cast<double>(waited_ns_), 99 * 16'000, 99 * 5);
  EXPECT_NEAR(response_ns(100), kServiceNs, 10);
  EXPECT_TRUE(timeline_.interruptions().entries().empty());
}

TEST_F(IdleTest, ShortWaitsAreNotOffered) {
  run_idling(100, kServiceNs + 20'000, 1'000);
  EXPECT_TRUE(offered_ns_.empty());
}

TEST_F(IdleTest, WorkThatOverrunsMakesTheNextOpLate) {
  run_idling(2, 50'000, 96'000);  // offered 46 us
  EXPECT_NEAR(response_ns(100), 50'000 + kServiceNs, 60);
  EXPECT_NEAR(static_cast<double>(timeline_.service().percentile_ns(100).value()), kServiceNs, 10);
  EXPECT_EQ(waited_ns_, 0U);
}

TEST_F(IdleTest, LongWorkIsLoggedByWhetherAnybodyWaitedForIt) {
  run_idling(2, 5'000'000, 2'000'000);
  run_idling(2, 5'000'000, 6'000'000);
  const auto log = timeline_.interruptions().entries();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].op, Interruption::kIdleWork);
  EXPECT_NEAR(static_cast<double>(log[0].length_ns), 2'000'000, 10);
  EXPECT_EQ(log[1].op, Interruption::kOverrun);
}

std::uint64_t total(const LatencySeries::Slice& slice) {
  return std::accumulate(slice.counts.begin(), slice.counts.end(), std::uint64_t{0});
}

TEST_F(OpenLoopTest, TheSeriesShowWhenAStopWasAndHowItsQueueEmptied) {
  constexpr std::uint64_t kStopNs = 20'000'000;
  run(2'500, {{100, kStopNs}});  // due until 25 ms, so that a slice is 0.25 ms long
  const auto& service = timeline_.service_series().slices();
  const auto& response = timeline_.response_series().slices();
  const std::size_t stopped = (1'000'000 + kStopNs) / LatencySeries::kFirstSliceNs;  // where op 100 ended
  EXPECT_NEAR(static_cast<double>(service[stopped].max_ns), kStopNs + kServiceNs, 2);
  EXPECT_EQ(response[stopped].max_ns, service[stopped].max_ns);
  for (std::size_t slice = 4; slice < stopped; ++slice) EXPECT_EQ(total(service[slice]), 0U) << slice;
  for (std::size_t slice = 0; slice < 4; ++slice) EXPECT_EQ(total(service[slice]), 25U) << slice;
  // The queue is worked off at one op in 4 us: 62 or 63 a slice, each 62.5 * 6 us sooner after it was due.
  for (std::size_t slice = stopped + 1; slice < stopped + 10; ++slice) {
    EXPECT_NEAR(static_cast<double>(total(response[slice])), 62.5, 0.5 + 1e-9);
    EXPECT_NEAR(static_cast<double>(response[slice - 1].max_ns - response[slice].max_ns), 375'000, 12'000);
    EXPECT_NEAR(static_cast<double>(service[slice].max_ns), kServiceNs, 2);
  }
}

}  // namespace
}  // namespace ovg::measure
