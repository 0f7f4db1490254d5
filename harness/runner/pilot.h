#pragma once

#include "harness/runner/manifest.h"
#include "harness/runner/progress.h"
#include "harness/runner/signals.h"
#include "harness/runner/store.h"

namespace ovg::runner {

/// Runs every cell that can run once with one round (once more with the rounds that this suggests, where one
/// round is too short to tell or collected little) and fills in the manifest: rounds and estimate of each
/// cell, and the reference digest of each workload. `fixed_rounds` replaces the calibration. A pilot that
/// fails leaves its status and reason in its cell, and one round; one that finds its cell unavailable (the
/// allocator was not loaded) takes it out of the blocks. Returns false when a signal arrived.
bool run_pilot(Manifest& manifest, std::optional<std::uint64_t> fixed_rounds, const Store& store,
               Progress& progress, Signals& signals);

}  // namespace ovg::runner
