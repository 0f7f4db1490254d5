#pragma once

#include "harness/runner/command/options.h"

namespace ovg::runner::verbs {

/// Each answers one verb of the command line, on standard output but for what is said meanwhile, and throws
/// UsageError.
///
/// Measures a new run, or goes on with --resume. Returns the exit code.
int run(const command::Options& options);
void list(const command::Options& options);
void plan(const command::Options& options);

}  // namespace ovg::runner::verbs
