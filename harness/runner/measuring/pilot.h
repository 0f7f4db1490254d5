#pragma once

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// What the command line fixes instead of leaving it to the pilot.
struct Fixed {
  std::optional<std::uint64_t> rounds;   // of every trial
  std::optional<double> capacity_per_s;  // what 100 % load is
};

/// Runs what has to be known before the first block and fills in the manifest: the smallest heaps where the
/// plan varies them, rounds and estimate of each cell, the rates of those in open loop, and the reference
/// digest of each question.
///
/// Every cell that can run is run once in closed loop with one round, and once more with the rounds that this
/// suggests where one round is too short to tell or collected little; cells that differ only in their load
/// share that. So are the `load_references`, of which the slowest says what 100 % load is; where none of them worked,
/// its cells in open loop are unavailable. A pilot that fails leaves its status and reason in its cells, and one round;
/// one that finds its cell unavailable (the allocator was not loaded) takes it out of the blocks.
///
/// Of two sides the base decides all of this for both. The head is run once in closed loop, which tells
/// whether it works, and counted; a pair of which one side is unavailable leaves the blocks as a whole.
/// Returns false when a signal arrived.
bool run_pilot(Bench& bench, const Fixed& fixed, const std::vector<plan::PlannedCell>& load_references);

}  // namespace ovg::runner::measuring
