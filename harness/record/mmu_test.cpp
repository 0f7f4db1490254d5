#include "harness/record/stops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ovg::record {
namespace {

/// The definition, one unit of time after another: the lowest share over every window of exactly `window`.
double slid(const std::vector<Stop>& stops, const Span& span, std::uint64_t window) {
  const std::uint64_t length = span.end_ns - span.begin_ns;
  std::vector<std::uint64_t> got_until(length + 1, 0);
  for (std::uint64_t time = 0; time < length; ++time) {
    const std::uint64_t moment = span.begin_ns + time;
    const bool stopped = std::any_of(stops.begin(), stops.end(), [moment](const Stop& stop) {
      return stop.start_ns <= moment && moment < stop.start_ns + stop.length_ns;
    });
    got_until[time + 1] = got_until[time] + (stopped ? 0 : 1);
  }
  std::uint64_t lowest = window;
  for (std::uint64_t start = 0; start + window <= length; ++start) {
    lowest = std::min(lowest, got_until[start + window] - got_until[start]);
  }
  return static_cast<double>(lowest) / static_cast<double>(window);
}

double slid_or_longer(const std::vector<Stop>& stops, const Span& span, std::uint64_t window) {
  double lowest = 1;
  for (; window <= span.end_ns - span.begin_ns; ++window) lowest = std::min(lowest, slid(stops, span, window));
  return lowest;
}

struct Instance {
  Span span;
  std::vector<Stop> stops;
};

/// Stops in any order that touch, overlap, are empty, and reach beyond both ends of the span.
Instance random_instance(std::mt19937_64& random, std::uint64_t longest = 40) {
  Instance made;
  made.span = {random() % 10, 0};
  made.span.end_ns = made.span.begin_ns + 1 + random() % longest;
  made.stops.resize(random() % (longest / 5));
  for (Stop& stop : made.stops) stop = {random() % (made.span.end_ns + 5), random() % 9};
  return made;
}

constexpr int kInstances = 3'000;

TEST(Mmu, IsWhatSlidingEveryWindowFinds) {
  std::mt19937_64 random(1);
  for (int i = 0; i < kInstances; ++i) {
    const auto [span, stops] = random_instance(random);
    for (std::uint64_t window = 1; window <= span.end_ns - span.begin_ns; ++window) {
      ASSERT_EQ(mmu(stops, span, window), slid(stops, span, window)) << "instance " << i << ", " << window;
    }
  }
}

TEST(Bmu, IsWhatSlidingEveryWindowOfAtLeastThatLengthFinds) {
  std::mt19937_64 random(2);
  for (int i = 0; i < kInstances; ++i) {
    const auto [span, stops] = random_instance(random, 200);
    const std::uint64_t window = 1 + random() % (span.end_ns - span.begin_ns);
    ASSERT_EQ(bmu(stops, span, window), slid_or_longer(stops, span, window)) << "instance " << i;
  }
}

TEST(Mmu, APauseAsLongAsTheWindowLeavesNothing) {
  EXPECT_EQ(mmu({{30, 10}}, {0, 100}, 10), 0.0);
  EXPECT_EQ(mmu({{30, 10}}, {0, 100}, 9), 0.0);
  EXPECT_EQ(mmu({{30, 10}}, {0, 100}, 20), 0.5);
}

TEST(Mmu, PausesThatShareAWindowAddUp) {
  EXPECT_EQ(mmu({{20, 5}, {30, 5}}, {0, 100}, 20), 0.5);
  EXPECT_EQ(mmu({{20, 5}, {80, 5}}, {0, 100}, 20), 0.75);
}

TEST(Mmu, PausesAtTheEdgesOfTheSpanCount) {
  EXPECT_EQ(mmu({{100, 4}}, {100, 200}, 8), 0.5);
  EXPECT_EQ(mmu({{196, 4}}, {100, 200}, 8), 0.5);
  EXPECT_EQ(mmu({{0, 104}, {196, 500}}, {100, 200}, 8), 0.5);  // only what lies inside does
  EXPECT_EQ(mmu({{0, 100}, {200, 100}}, {100, 200}, 8), 1.0);
}

TEST(Mmu, OverlappingPausesCountOnce) {
  EXPECT_EQ(mmu({{30, 10}, {35, 10}, {36, 2}, {45, 5}}, {0, 100}, 40), 0.5);
}

TEST(Mmu, ALengthBeyondTheClockIsCutToTheSpan) {
  EXPECT_EQ(mmu({{50, UINT64_MAX}}, {0, 100}, 100), 0.5);
}

TEST(Mmu, IsAbsentWhereNoWindowFits) {
  EXPECT_EQ(mmu({}, {0, 100}, 100), 1.0);
  for (const auto& utilisation : {mmu, bmu}) {
    EXPECT_EQ(utilisation({}, {0, 100}, 101), std::nullopt);
    EXPECT_EQ(utilisation({}, {0, 100}, 0), std::nullopt);
    EXPECT_EQ(utilisation({}, {100, 100}, 1), std::nullopt);
    EXPECT_EQ(utilisation({}, {100, 0}, 1), std::nullopt);
  }
}

TEST(Mmu, DoesNotDependOnTheZeroOfTime) {
  std::mt19937_64 random(3);
  for (int i = 0; i < kInstances; ++i) {
    auto [span, stops] = random_instance(random);
    const std::uint64_t window = 1 + random() % (span.end_ns - span.begin_ns);
    const auto here = mmu(stops, span, window);
    const auto bounded_here = bmu(stops, span, window);
    constexpr std::uint64_t kLater = 3'600'000'000'000;
    span = {span.begin_ns + kLater, span.end_ns + kLater};
    for (Stop& stop : stops) stop.start_ns += kLater;
    ASSERT_EQ(mmu(stops, span, window), here);
    ASSERT_EQ(bmu(stops, span, window), bounded_here);
  }
}

TEST(Bmu, ALongerWindowMayBeWorse) {
  // 10 apart: a window of 19 holds one of them, a window of 30 both.
  const std::vector<Stop> stops = {{100, 10}, {120, 10}};
  EXPECT_EQ(mmu(stops, {0, 1'000}, 19), 9.0 / 19);
  EXPECT_EQ(mmu(stops, {0, 1'000}, 30), 10.0 / 30);
  EXPECT_EQ(bmu(stops, {0, 1'000}, 19), 10.0 / 30);
}

TEST(MmuCurve, HoldsTenWindowsToTheDecadeFromATenthOfAMillisecondToASecond) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  const auto curve = mmu_curve({{kSecond, 5'000'000}}, {0, 3 * kSecond});
  ASSERT_EQ(curve.size(), 41U);
  EXPECT_EQ(curve.front().window_ns, 100'000U);
  EXPECT_EQ(curve[10].window_ns, 1'000'000U);
  EXPECT_EQ(curve.back().window_ns, kSecond);
  EXPECT_EQ(curve.front().mmu, 0);
  EXPECT_DOUBLE_EQ(curve[20].mmu, 0.5);  // 5 of 10 ms
  EXPECT_DOUBLE_EQ(curve.back().mmu, 0.995);
}

TEST(MmuCurve, BoundsTheMmuFromBelowAndNeverFalls) {
  std::mt19937_64 random(4);
  std::vector<Stop> stops(20'000);
  for (Stop& stop : stops) stop = {random() % 2'000'000'000, random() % 300'000};
  const auto curve = mmu_curve(stops, {0, 2'000'000'000});
  for (std::size_t i = 0; i < curve.size(); ++i) {
    EXPECT_LE(curve[i].bmu, curve[i].mmu);
    EXPECT_GE(curve[i].bmu, curve[i > 0 ? i - 1 : i].bmu);
  }
}

TEST(MmuCurve, LeavesOutWindowsLongerThanTheSpan) {
  const auto curve = mmu_curve({}, {0, 1'000'000});
  ASSERT_EQ(curve.size(), 11U);
  EXPECT_EQ(curve.back().window_ns, 1'000'000U);
  EXPECT_TRUE(mmu_curve({}, {0, 50'000}).empty());
}

}  // namespace
}  // namespace ovg::record
