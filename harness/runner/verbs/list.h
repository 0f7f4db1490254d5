#pragma once

#include "harness/runner/command/options.h"

namespace ovg::runner::verbs {

/// The verb list, to standard output. Throws UsageError.
void print_list(const command::Options& options);

}  // namespace ovg::runner::verbs
