#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/record/trial.h"

namespace ovg::runner {

/// A cell of the plan. What cannot run keeps its status and reason; what can run has the status of its pilot.
struct PlannedCell {
  record::Cell cell;
  std::string group;
  record::Status status = record::Status::kOk;
  std::string reason;
  std::uint64_t rounds = 1;
  double estimate_ms = 0;  // of one trial, from spawn to reaped

  bool can_run() const {
    return status != record::Status::kUnavailable && status != record::Status::kNotApplicable;
  }
};

struct PlannedTrial {
  std::string trial_id;
  std::uint64_t block = 0;  // from 1; 0 for a cell that cannot run
  std::uint64_t slot = 0;
  std::uint64_t repeat = 1;
  std::size_t cell = 0;  // index into the cells
  std::uint64_t attempt = 1;
};

/// "tree_build boehm:incremental/glibc"
std::string cell_label(const record::Cell& cell);

/// All trials in the order in which they run: first one line for each cell that cannot run, then block by
/// block, each shuffled with its own stream of `seed`. Same arguments, same order, on every machine.
std::vector<PlannedTrial> plan_trials(const std::vector<PlannedCell>& cells, std::uint64_t blocks,
                                      std::uint64_t trials_per_block, std::uint64_t seed);

std::size_t runnable_cells(const std::vector<PlannedCell>& cells);

}  // namespace ovg::runner
