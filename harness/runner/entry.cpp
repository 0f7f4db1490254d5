#include "harness/runner/entry.h"

#include <fmt/format.h>

#include <exception>

#include "harness/runner/catalogue.h"
#include "harness/runner/exit_code.h"
#include "harness/runner/options.h"
#include "harness/runner/run.h"
#include "harness/runner/signals.h"
#include "harness/runner/usage_error.h"

namespace ovg::runner {

namespace {

int answer(const Options& options) {
  switch (options.verb) {
    case Verb::kList:
      print_list(options);
      return kExitOk;
    case Verb::kPlan:
      print_plan(options);
      return kExitOk;
    case Verb::kRun:
      break;
  }
  return run(options);
}

}  // namespace

int bench_all(int argc, const char* const* argv) {
  try {
    const auto options = parse_options(argc, argv);
    return options ? answer(*options) : kExitOk;
  } catch (const Interrupted& interrupted) {
    return kExitSignalBase + interrupted.signal;
  } catch (const std::exception& error) {
    // UsageError names its fix; anything else comes from the system, such as a full process table.
    fmt::print(stderr, "bench_all: {}\n", error.what());
    return kExitUsage;
  }
}

}  // namespace ovg::runner
