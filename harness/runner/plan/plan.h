#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/trial.h"

namespace ovg::runner::plan {

/// A cell of the plan. What cannot run keeps its status and reason; what can run has the status of its pilot.
struct PlannedCell {
  record::Cell cell;
  std::string group;
  record::Status status = record::Status::kOk;
  std::string reason;
  bool apart = false;                           // its config is one that the variant sets apart
  bool headline = true;                         // its config stands for its variant in this run
  bool atomic_counts = false;                   // its handles count owners with atomic operations
  std::optional<double> heap_factor;            // of the smallest heap, which a search finds before the pilot
  std::optional<double> rate_per_s;             // open loop, once the pilot has measured what 100 % is
  std::uint64_t interruption_threshold_ns = 0;  // of its question; 0: from its own median op
  std::uint64_t rounds = 1;
  double estimate_ms = 0;                                    // of one trial, from spawn to reaped
  std::optional<record::AllocationCounts> counts_per_round;  // absent where nothing was counted

  bool can_run() const { return status != record::Status::kUnavailable && status != record::Status::kNotApplicable; }
};

struct PlannedTrial {
  std::string trial_id;
  std::uint64_t block = 0;  // from 1; 0 for a cell that cannot run
  std::uint64_t slot = 0;
  std::uint64_t repeat = 1;
  std::size_t cell = 0;  // index into the cells
  std::uint64_t attempt = 1;

  /// Of when ops are due: the same for all cells of a block, so that their pairs differ in nothing else.
  std::uint64_t arrival_seed(std::uint64_t run_seed) const { return run_seed + 1'000'000 * block + repeat; }
};

/// All trials in the order in which they run: first one line for each cell that cannot run, then block by
/// block, each shuffled with its own stream of `seed`. Same arguments, same order, on every machine.
///
/// In a run of two sides each cell of the base stands right before its head, and both or neither can run.
/// What is shuffled then are the pairs: the two trials of a pair run one right after the other, so that the
/// machine's drift hits both alike, and a coin decides for each pair which one comes first.
std::vector<PlannedTrial> plan_trials(const std::vector<PlannedCell>& cells, std::uint64_t blocks,
                                      std::uint64_t trials_per_block, std::uint64_t seed);

std::size_t runnable_cells(const std::vector<PlannedCell>& cells);

}  // namespace ovg::runner::plan
