#pragma once

#include <cstdint>
#include <optional>
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
  bool apart = false;                           // its config is one that the variant sets apart
  bool headline = true;                         // its config stands for its variant in this run
  bool atomic_counts = false;                   // its handles count owners with atomic operations
  std::optional<double> heap_factor;            // of the smallest heap, which a search finds before the pilot
  std::optional<double> rate_per_s;             // open loop, once the pilot has measured what 100 % is
  std::uint64_t interruption_threshold_ns = 0;  // of its question; 0: from its own median op
  std::uint64_t rounds = 1;
  double estimate_ms = 0;                                    // of one trial, from spawn to reaped
  std::optional<record::AllocationCounts> counts_per_round;  // absent where nothing was counted

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

/// "2 threads, 64 MiB live, load 50 %"; empty for a cell without such parameters.
std::string parameters_label(const record::Cell& cell);

/// "tree_build boehm:incremental/glibc", its parameters and its side where it has some.
/// "tree_build boehm:incremental/glibc, 64 MiB live (head)"
std::string cell_label(const record::Cell& cell);

/// The same cell on the base side; itself in a run without sides.
record::Cell on_base(record::Cell cell);

/// Who answers aside, and on which side, what a cell asks: cells of one question must observe the same.
/// "request_server t2 live64"
std::string question_of(const record::Cell& cell);

/// The cell as a file name: "tree_build-boehm_incremental-glibc-quick-t1-live64-load50". Live size, load,
/// heap limit and side are named where the cell has them; what is not alphanumeric, '-', '_' or '.' becomes
/// '_'.
std::string cell_slug(const record::Cell& cell);

/// All trials in the order in which they run: first one line for each cell that cannot run, then block by
/// block, each shuffled with its own stream of `seed`. Same arguments, same order, on every machine.
///
/// In a run of two sides each cell of the base stands right before its head, and both or neither can run.
/// What is shuffled then are the pairs: the two trials of a pair run one right after the other, so that the
/// machine's drift hits both alike, and a coin decides for each pair which one comes first.
std::vector<PlannedTrial> plan_trials(const std::vector<PlannedCell>& cells, std::uint64_t blocks,
                                      std::uint64_t trials_per_block, std::uint64_t seed);

std::size_t runnable_cells(const std::vector<PlannedCell>& cells);

}  // namespace ovg::runner
