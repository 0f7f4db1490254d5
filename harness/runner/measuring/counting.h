#pragma once

#include <optional>
#include <string>

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// Counts what one round of a cell allocates, in a process of its own: the counter that is preloaded there
/// costs time. Counting is optional: a child that cannot be counted costs its cell nothing but the counts.
class Counting {
 public:
  explicit Counting(const Bench& bench) : bench_(bench) {}

  /// Counts a cell in closed loop. `digest` is what its pilot observed; a process that observed something
  /// else gives no counts, and a warning says so. Returns false when a signal arrived.
  bool count(const plan::PlannedCell& closed, const std::string& digest,
             std::optional<record::AllocationCounts>& counts);

 private:
  const Bench& bench_;
  std::size_t processes_ = 0;
};

}  // namespace ovg::runner::measuring
