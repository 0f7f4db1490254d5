#include "harness/runner/command/option_checks.h"

#include <fmt/format.h>

#include <string>

#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

bool given(const CLI::App& app, const char* name) {
  return app.count(name) > 0;
}

/// The file says everything of its cells: what else selects would have to be ignored or to contradict it.
void check_only(const CLI::App& app, const Options& options) {
  if (options.choice.sweep != Sweep::kNone) throw os::UsageError("--only names the cells: leave out sweep");
  for (const char* name :
       {"--workload", "--variant", "--allocator", "--threads", "--live", "--load", "--heap-limit"}) {
    if (given(app, name)) throw os::UsageError(fmt::format("--only names the cells: leave out {}", name));
  }
}

}  // namespace

void check_combinations(const CLI::App& app, const Options& options) {
  if (options.choice.sweep != Sweep::kNone && options.verb == Verb::kList) {
    throw os::UsageError("sweep goes with run and plan");
  }
  if (options.output.json && options.verb == Verb::kRun) {
    throw os::UsageError("--json goes with list and plan; run writes results.jsonl");
  }
  if (options.choice.sweep == Sweep::kHeap && given(app, "--heap-limit")) {
    throw os::UsageError("sweep heap finds the limits itself: leave out --heap-limit");
  }
  if (!std::filesystem::is_directory(options.host.root)) {
    throw os::UsageError(fmt::format("--host-root {} is not a directory: leave it out for this machine's own",
                                     options.host.root.string()));
  }
  for (const char* name : {"--head", "--base-env", "--head-env", "--only"}) {
    if (given(app, name) && options.verb == Verb::kList) {
      throw os::UsageError(fmt::format("{} goes with run and plan", name));
    }
  }
  if (given(app, "--only")) check_only(app, options);
  if (options.host.tune && options.verb != Verb::kRun) throw os::UsageError("--tune goes with run only");
  if (!options.output.resume) return;
  if (options.verb != Verb::kRun) throw os::UsageError("--resume goes with run only");
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    const bool allowed = name == "--resume" || name == "--quiet" || name == "--no-lock" || name == "--tune" ||
                         name == "--host-root";
    if (option->count() > 0 && !allowed) {
      throw os::UsageError(fmt::format("--resume takes its plan from the directory: leave out {}", name));
    }
  }
}

}  // namespace ovg::runner::command
