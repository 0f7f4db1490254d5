#pragma once

#include <CLI/CLI.hpp>

#include "harness/runner/command/options.h"

namespace ovg::runner::command {

/// Throws UsageError for options that do not go together, or with their verb, and for empty values.
void check_combinations(const CLI::App& app, const Options& options);

}  // namespace ovg::runner::command
