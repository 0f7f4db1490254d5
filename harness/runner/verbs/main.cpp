#include <fmt/format.h>

#include <exception>

#include "harness/runner/command/options.h"
#include "harness/runner/os/signals.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/verbs/verbs.h"

namespace ovg::runner::verbs {

namespace {

int answer(const command::Options& options) {
  switch (options.verb) {
    case command::Verb::kList:
      list(options);
      return os::kExitOk;
    case command::Verb::kPlan:
      plan(options);
      return os::kExitOk;
    case command::Verb::kRun:
      break;
  }
  return run(options);
}

}  // namespace

int bench_all(int argc, char** argv) {
  try {
    const auto options = command::parse_options(argc, argv);
    return options ? answer(*options) : os::kExitOk;
  } catch (const os::Interrupted& interrupted) {
    return os::kExitSignalBase + interrupted.signal;
  } catch (const std::exception& error) {
    // UsageError names its fix; anything else comes from the system, such as a full process table.
    fmt::print(stderr, "bench_all: {}\n", error.what());
    return os::kExitUsage;
  }
}

}  // namespace ovg::runner::verbs

int main(int argc, char** argv) {
  return ovg::runner::verbs::bench_all(argc, argv);
}
