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
  EXPECT_EQ(rounds_for_collections({.rounds = 20, .steady_ns = 20e6, .collections = 11}, 20e6, 80e6), 40U);
}

TEST(Calibration, ButNotBeyondTheLongest) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 1}, 10e6, 40e6), 40U);
}

TEST(Calibration, WhereNoneWasSeenItIsTheLongestStretch) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 0}, 10e6, 40e6), 40U);
}

TEST(Calibration, RoundsFillTheTargetWhereThereAreCollectionsEnough) {
  EXPECT_EQ(rounds_for_collections({.rounds = 10, .steady_ns = 10e6, .collections = 99}, 10e6, 40e6), 10U);
  // One round alone is longer than the cap.
  EXPECT_EQ(rounds_for_collections({.rounds = 2, .steady_ns = 1e9, .collections = 4}, 10e6, 40e6), 1U);
}

TEST(Calibration, TrialsWithALiveSizeGoOnForLongerWhereThereAreCollectionsToSee) {
  Piloted piloted;
  piloted.allocates = true;
  piloted.ops_per_round = 1;
  command::Profile profile;
  profile.steady_target_ms = 10;
  profile.collections_within_ms = 1000;
  const auto rounds = [&](std::optional<std::uint64_t> live_mib, std::uint64_t collections) {
    piloted.last = PilotFigures{.rounds = 10, .steady_ns = 10e6, .collections = collections};
    plan::PlannedCell planned;
    planned.group = "collection";
    planned.cell.live_mib = live_mib;
    plan_rounds(planned, piloted, {}, profile);
    return planned.rounds;
  };
  EXPECT_EQ(rounds(256, 1), 220U);
  EXPECT_EQ(rounds({}, 1), 40U);
  EXPECT_EQ(rounds(256, 0), 40U) << "what shows no collection may never do";
}

}  // namespace
}  // namespace ovg::runner::measuring
