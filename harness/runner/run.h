#pragma once

#include "harness/runner/options.h"

namespace ovg::runner {

/// The verb run: a new run, or the rest of an old one. Returns the exit code. Throws UsageError before
/// anything is measured.
int run(const Options& options);

}  // namespace ovg::runner
