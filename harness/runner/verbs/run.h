#pragma once

#include "harness/runner/command/options.h"

namespace ovg::runner::verbs {

/// The verb run: a new run, or the rest of an old one. Returns the exit code. Throws UsageError before
/// anything is measured.
int run(const command::Options& options);

}  // namespace ovg::runner::verbs
