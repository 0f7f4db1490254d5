#pragma once

#include "harness/runner/command/options.h"

namespace ovg::runner::verbs {

/// The verb plan, to standard output. Throws UsageError.
void print_plan(const command::Options& options);

}  // namespace ovg::runner::verbs
