#include "harness/runner/measuring/pilot_figures.h"

#include <gtest/gtest.h>

namespace ovg::runner::measuring {
namespace {

TEST(Calibration, RoundsFillTheTarget) {
  EXPECT_EQ(rounds_for_target({.rounds = 1, .steady_ns = 2e6, .collections = 0}, 5e6), 3U);
  EXPECT_EQ(rounds_for_target({.rounds = 2, .steady_ns = 2e6, .collections = 0}, 5e6), 5U);
  EXPECT_EQ(rounds_for_target({.rounds = 1, .steady_ns = 9e6, .collections = 0}, 5e6), 1U);
}

TEST(Calibration, AStrangelyShortPilotStaysWithinBounds) {
  EXPECT_EQ(rounds_for_target({.rounds = 1, .steady_ns = 0, .collections = 0}, 1e12), 1'000'000'000U);
}

TEST(Calibration, ACollectorGetsTheCollectionsItNeeds) {
  EXPECT_EQ(rounds_for_collections({.rounds = 20, .steady_ns = 20e6, .collections = 11}, 20e6), 40U);
}

TEST(Calibration, ButNotBeyondFourTimesTheTarget) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 1}, 10e6), 40U);
}

TEST(Calibration, WhereNoneWasSeenItIsTheLongestStretch) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 0}, 10e6), 40U);
}

TEST(Calibration, RoundsFillTheTargetWhereThereAreCollectionsEnough) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 99}, 10e6), 10U);
  // One round alone is longer than the cap.
  EXPECT_EQ(rounds_for_collections({.rounds = 2, .steady_ns = 1e9, .collections = 4}, 10e6), 1U);
}

}  // namespace
}  // namespace ovg::runner::measuring
