#pragma once

#include <optional>

#include "harness/runner/command/asked.h"

namespace ovg::runner::command {

enum class Verb { kRun, kList, kPlan };

/// The command line. Only the verbs know all of it.
struct Options {
  Verb verb = Verb::kRun;
  Choice choice;
  Schedule schedule;
  Programs programs;
  HostSetup host;
  Output output;
};

/// The options, or nothing when --help or --version was answered on standard output. Throws UsageError.
std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace ovg::runner::command
