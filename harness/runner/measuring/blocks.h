#pragma once

#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// What a stretch of measuring did. The runner's own share of it is what its children did not take.
struct Stretch {
  std::uint64_t trials = 0;
  double wall_s = 0;
  double children_s = 0;
  bool interrupted = false;
  double runner_share() const { return wall_s > 0 ? (wall_s - children_s) / wall_s : 0; }
};

/// Runs the trials of the plan that are not in `trials` yet, in the plan's order, one process at a time, and
/// appends each to the store and to `trials`. At the end of each block, those that were noisy are measured
/// again (repeats.h). A cell that timed out twice in a row is not run again in
/// this run: its remaining trials are timeouts without a process. Stops when a signal arrives and drops the
/// trial which that cut off.
Stretch measure(const Bench& bench, std::vector<record::Trial>& trials);

}  // namespace ovg::runner::measuring
