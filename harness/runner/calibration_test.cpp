#include "harness/runner/calibration.h"

#include <gtest/gtest.h>

namespace ovg::runner {
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
  // One collection every two rounds, four of them outside the rounds.
  const PilotFigures first{.rounds = 1, .steady_ns = 1e6, .collections = 4};
  const PilotFigures second{.rounds = 21, .steady_ns = 21e6, .collections = 14};
  EXPECT_EQ(rounds_for_collections(first, second, 21e6), 21U + 16);
}

TEST(Calibration, ButNotBeyondFourTimesTheTarget) {
  const PilotFigures first{.rounds = 1, .steady_ns = 1e6, .collections = 0};
  const PilotFigures second{.rounds = 10, .steady_ns = 10e6, .collections = 1};
  EXPECT_EQ(rounds_for_collections(first, second, 10e6), 40U);
}

TEST(Calibration, RoundsStayWhereMoreWouldNotHelp) {
  const PilotFigures first{.rounds = 1, .steady_ns = 1e6, .collections = 3};
  EXPECT_EQ(rounds_for_collections(first, {.rounds = 10, .steady_ns = 10e6, .collections = 3}, 10e6), 10U);
  EXPECT_EQ(rounds_for_collections(first, {.rounds = 10, .steady_ns = 10e6, .collections = 99}, 10e6), 10U);
  // One round alone is longer than the cap.
  const PilotFigures slow{.rounds = 2, .steady_ns = 1e9, .collections = 4};
  EXPECT_EQ(rounds_for_collections(first, slow, 10e6), 1U);
}

TEST(Calibration, TheSecondPilotCorrectsTheFirst) {
  // The first was interrupted and took seven times too long.
  const PilotFigures first{.rounds = 1, .steady_ns = 7e6, .collections = 0};
  const PilotFigures second{.rounds = 10, .steady_ns = 10e6, .collections = 20};
  EXPECT_EQ(rounds_for_collections(first, second, 70e6), 70U);
}

}  // namespace
}  // namespace ovg::runner
