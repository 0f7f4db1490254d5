#pragma once

#include <optional>
#include <string>

#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"
#include "harness/runner/terminal/progress.h"

namespace ovg::runner::measuring {

/// Counts what one round of a cell allocates, in a process of its own: the counter that is preloaded there
/// costs time. Counting is optional: a child that cannot be counted costs its cell nothing but the counts.
class Counting {
 public:
  Counting(const run_directory::Manifest& manifest, const run_directory::Store& store,
           terminal::Progress& progress, os::Signals& signals)
      : manifest_(manifest), store_(store), progress_(progress), signals_(signals) {}

  /// Counts a cell in closed loop. `digest` is what its pilot observed; a process that observed something
  /// else gives no counts, and a warning says so. Returns false when a signal arrived.
  bool count(const plan::PlannedCell& closed, const std::string& digest,
             std::optional<record::AllocationCounts>& counts);

 private:
  const run_directory::Manifest& manifest_;
  const run_directory::Store& store_;
  terminal::Progress& progress_;
  os::Signals& signals_;
  std::size_t processes_ = 0;
};

}  // namespace ovg::runner::measuring
