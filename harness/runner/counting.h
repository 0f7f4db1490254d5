#pragma once

#include <optional>
#include <string>

#include "harness/runner/manifest.h"
#include "harness/runner/progress.h"
#include "harness/runner/signals.h"
#include "harness/runner/store.h"

namespace ovg::runner {

/// Counts what one round of a cell allocates, in a process of its own: the counter that is preloaded there
/// costs time. Counting is optional: a child that cannot be counted costs its cell nothing but the counts.
class Counting {
 public:
  Counting(const Manifest& manifest, const Store& store, Progress& progress, Signals& signals)
      : manifest_(manifest), store_(store), progress_(progress), signals_(signals) {}

  /// Counts a cell in closed loop. `digest` is what its pilot observed; a process that observed something
  /// else gives no counts, and a warning says so. Returns false when a signal arrived.
  bool count(const PlannedCell& closed, const std::string& digest,
             std::optional<record::AllocationCounts>& counts);

 private:
  const Manifest& manifest_;
  const Store& store_;
  Progress& progress_;
  Signals& signals_;
  std::size_t processes_ = 0;
};

}  // namespace ovg::runner
