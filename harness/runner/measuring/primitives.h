#pragma once

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// Runs the Google Benchmark program of every variant in the plan under each of its allocators and keeps
/// their JSON in primitives/; what is there already is not run again. Returns false when one failed, after a
/// warning that names its log. Stops early when a signal arrives.
bool run_primitives(const Bench& bench);

}  // namespace ovg::runner::measuring
