#pragma once

#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"
#include "harness/runner/terminal/progress.h"

namespace ovg::runner::measuring {

/// Runs the Google Benchmark program of every variant in the plan under each of its allocators and keeps
/// their JSON in primitives/; what is there already is not run again. Returns false when one failed, after a
/// warning that names its log. Stops early when a signal arrives.
bool run_primitives(const run_directory::Manifest& manifest, const run_directory::Store& store,
                    terminal::Progress& progress, os::Signals& signals);

}  // namespace ovg::runner::measuring
