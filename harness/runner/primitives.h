#pragma once

#include "harness/runner/manifest.h"
#include "harness/runner/progress.h"
#include "harness/runner/signals.h"
#include "harness/runner/store.h"

namespace ovg::runner {

/// Runs the Google Benchmark program of every variant in the plan under each of its allocators and keeps
/// their JSON in primitives/; what is there already is not run again. Returns false when one failed, after a
/// warning that names its log. Stops early when a signal arrives.
bool run_primitives(const Manifest& manifest, const Store& store, Progress& progress, Signals& signals);

}  // namespace ovg::runner
