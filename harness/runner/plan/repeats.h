#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// Attempts at one trial at most: the first, and two more while it stays noisy.
inline constexpr std::uint64_t kMostAttempts = 3;

/// Repeats of a run, as a share of its planned trials: a host that is never quiet must not double its time.
inline constexpr double kMostRepeatsShare = 0.25;

/// What to measure next.
struct Batch {
  std::vector<PlannedTrial> trials;  // all of one block; empty when the run is complete
  /// Noisy trials that are due, too, but for which the run has no repeats left.
  std::uint64_t left_noisy = 0;
};

/// The trials to measure next, given all lines that there are: of the first block that is not complete its
/// planned trials in their order; then, in an order of their own, those of the block that were noisy, again;
/// then those that are noisy still. Only the noisy ones: what was quiet is kept, and stays paired by its
/// block.
///
/// Depends on nothing but its arguments, so that a resumed run goes on exactly where it was.
Batch next_batch(const std::vector<PlannedTrial>& planned, const std::vector<record::Trial>& done, std::uint64_t seed);

/// The planned trials that have no line yet, in their order; repeats are not planned.
std::vector<PlannedTrial> planned_left(const std::vector<PlannedTrial>& planned,
                                       const std::vector<record::Trial>& done);

/// How many trials are left, as far as is known: repeats are known once their block has been measured.
std::uint64_t trials_left(const std::vector<PlannedTrial>& planned, const std::vector<record::Trial>& done,
                          std::uint64_t seed);

/// What the attempt after this one is called: "b003-s017-null-value-glibc-again1", then "-again2".
std::string next_attempt_id(const record::Trial& trial);

/// The last attempt at each trial, which is what counts, in the order of the first ones.
std::vector<record::Trial> last_attempts(const std::vector<record::Trial>& trials);

}  // namespace ovg::runner::plan
