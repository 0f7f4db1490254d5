#include "harness/measure/arrivals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace ovg::measure {
namespace {

constexpr double kTicksPerNs = 2.5;

std::vector<double> due_ns(const Pace& pace, std::size_t ops) {
  Schedule schedule(pace, kTicksPerNs);
  std::vector<double> due(ops);
  for (double& at : due) at = static_cast<double>(schedule.next()) / kTicksPerNs;
  return due;
}

std::vector<double> gaps_of(const std::vector<double>& due) {
  std::vector<double> gaps{due.front()};
  for (std::size_t op = 1; op < due.size(); ++op) gaps.push_back(due[op] - due[op - 1]);
  return gaps;
}

TEST(Exponential, HasTheMomentsOfItsDistribution) {
  constexpr std::size_t kNumbers = 10'000'000;
  QuickRandom random(1);
  const Exponential exponential(Exponential::kMostMean);
  std::array<double, 4> moments{};
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const double value = static_cast<double>(exponential.next(random)) / Exponential::kMostMean;
    double power = 1;
    for (double& moment : moments) moment += power *= value;
  }
  // The k-th is k!, and its variance (2k)! - (k!)^2.
  const std::array<double, 4> expected{1, 2, 6, 24};
  const std::array<double, 4> variance{1, 20, 684, 39'744};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(moments.at(k) / kNumbers, expected.at(k), 4 * std::sqrt(variance.at(k) / kNumbers)) << k + 1;
  }
}

TEST(Schedule, PoissonGapsAreExponential) {
  constexpr std::size_t kOps = 1'000'000;
  constexpr double kPeriodNs = 777;
  std::vector<double> gaps = gaps_of(due_ns({.period_ns = kPeriodNs, .arrivals = Arrivals::kPoisson, .seed = 4}, kOps));
  std::ranges::sort(gaps);
  double distance = 0;  // Kolmogorov-Smirnov
  for (std::size_t i = 0; i < kOps; ++i) {
    const double expected = 1 - std::exp(-gaps[i] / kPeriodNs);
    distance = std::max(distance, std::abs(expected - (static_cast<double>(i) + 0.5) / kOps));
  }
  EXPECT_LT(distance, 1.63 / std::sqrt(kOps)) << "1 % of samples of an exponential distribution are as far from it";
  for (const double tail : {1e-2, 1e-3, 1e-4, 1e-5}) {
    const auto beyond = gaps.end() - std::ranges::upper_bound(gaps, -std::log(tail) * kPeriodNs);
    EXPECT_NEAR(static_cast<double>(beyond), tail * kOps, 4 * std::sqrt(tail * kOps)) << tail;
  }
}

TEST(Schedule, PoissonGapsDoNotHangTogether) {
  constexpr std::size_t kOps = 1'000'000;
  const std::vector<double> gaps = gaps_of(due_ns({.period_ns = 100, .arrivals = Arrivals::kPoisson, .seed = 8}, kOps));
  double sum = 0;
  for (std::size_t op = 1; op < kOps; ++op) sum += (gaps[op] / 100 - 1) * (gaps[op - 1] / 100 - 1);
  EXPECT_NEAR(sum / kOps, 0, 4 / std::sqrt(kOps));
}

TEST(Schedule, SeedsDecide) {
  const Pace pace{.period_ns = 100, .arrivals = Arrivals::kPoisson, .seed = 1};
  Pace other = pace;
  other.seed = 2;
  EXPECT_EQ(due_ns(pace, 100), due_ns(pace, 100));
  EXPECT_NE(due_ns(pace, 100), due_ns(other, 100));
}

TEST(Schedule, RoundingDoesNotAddUp) {
  // A gap of 10/3 ticks, a hundred million times.
  Schedule fixed({.period_ns = 4.0 / 3}, kTicksPerNs);
  std::uint64_t last = 0;
  constexpr std::uint64_t kOps = 100'000'000;
  for (std::uint64_t op = 0; op <= kOps; ++op) last = fixed.next();
  EXPECT_NEAR(static_cast<double>(last), kOps * 10.0 / 3, 2);

  // The same sequence at a thousand times the speed ends a thousand times sooner.
  const Pace slow{.period_ns = 1'000, .arrivals = Arrivals::kPoisson, .seed = 3};
  Pace quick = slow;
  quick.period_ns = 1;
  constexpr std::size_t kSome = 1'000'000;
  EXPECT_NEAR(due_ns(quick, kSome).back(), due_ns(slow, kSome).back() / 1'000, 1);
}

TEST(Schedule, FixedArrivalsTakeTurns) {
  const std::vector<double> due = due_ns({.period_ns = 400, .offset_ns = 100}, 3);
  EXPECT_NEAR(due[0], 100, 1);
  EXPECT_NEAR(due[1], 500, 1);
  EXPECT_NEAR(due[2], 900, 1);
}

TEST(Schedule, BurstsAreThreeTimesTheRateForATenthOfTheTime) {
  constexpr double kPeriodNs = 2'000;
  constexpr std::size_t kCycles = 200;
  constexpr auto kOps = static_cast<std::size_t>(kCycles * Schedule::kCycleNs / kPeriodNs);
  const auto due = due_ns({.period_ns = kPeriodNs, .arrivals = Arrivals::kBursts, .seed = 6}, kOps);
  const double calm_first_ns = (Schedule::kCycleNs - Schedule::kBurstNs) / 2;
  std::size_t in_bursts = 0;
  double longest_ns = 0;
  for (std::size_t op = 0; op < kOps; ++op) {
    const double into_cycle = std::fmod(due[op], Schedule::kCycleNs);
    in_bursts += into_cycle >= calm_first_ns && into_cycle < calm_first_ns + Schedule::kBurstNs ? 1 : 0;
    if (op > 0) longest_ns = std::max(longest_ns, due[op] - due[op - 1]);
  }
  EXPECT_NEAR(static_cast<double>(in_bursts) / kOps, 0.3, 4 * std::sqrt(0.3 * 0.7 / kOps));
  EXPECT_NEAR(due.back() / (kPeriodNs * kOps), 1, 4 / std::sqrt(kOps)) << "the mean rate stays";
  EXPECT_NEAR(longest_ns, std::log(kOps * 0.7) * kPeriodNs * 9 / 7, 5 * kPeriodNs) << "and gaps are exponential";
}

TEST(Schedule, GapsLongerThanManyCyclesKeepTheMeanRateOfBursts) {
  constexpr std::size_t kOps = 20'000;
  constexpr double kPeriodNs = 20 * Schedule::kCycleNs;
  EXPECT_NEAR(due_ns({.period_ns = kPeriodNs, .arrivals = Arrivals::kBursts, .seed = 5}, kOps).back(), kOps * kPeriodNs,
              4 * std::sqrt(kOps) * kPeriodNs);
}

}  // namespace
}  // namespace ovg::measure
