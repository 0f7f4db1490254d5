#pragma once

#include <map>
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

  /// Fills in the cell's counts, in a closed loop whatever its load: cells that differ in nothing else share
  /// one count. `digest` is what the cell's pilot observed; a process that observed something else is not
  /// used, and a warning says so. Returns false when a signal arrived.
  bool count(PlannedCell& planned, const std::string& digest);

 private:
  const Manifest& manifest_;
  const Store& store_;
  Progress& progress_;
  Signals& signals_;
  std::map<record::Cell, std::optional<record::AllocationCounts>> counted_;  // closed-loop cells
};

}  // namespace ovg::runner
