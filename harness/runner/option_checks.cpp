#include "harness/runner/option_checks.h"

#include <fmt/format.h>

#include <string>

#include "harness/runner/usage_error.h"

namespace ovg::runner {

namespace {

bool given(const CLI::App& app, const char* name) {
  return app.count(name) > 0;
}

/// The file says everything of its cells: what else selects would have to be ignored or to contradict it.
void check_only(const CLI::App& app, const Options& options) {
  if (options.sweep != Sweep::kNone) throw UsageError("--only names the cells: leave out sweep");
  for (const char* name :
       {"--workload", "--variant", "--allocator", "--threads", "--live", "--load", "--heap-limit"}) {
    if (given(app, name)) throw UsageError(fmt::format("--only names the cells: leave out {}", name));
  }
}

}  // namespace

void check_combinations(const CLI::App& app, const Options& options) {
  if (options.sweep != Sweep::kNone && options.verb == Verb::kList) {
    throw UsageError("sweep goes with run and plan");
  }
  if (options.json && options.verb == Verb::kRun) {
    throw UsageError("--json goes with list and plan; run writes results.jsonl");
  }
  if (options.sweep == Sweep::kHeap && given(app, "--heap-limit")) {
    throw UsageError("sweep heap finds the limits itself: leave out --heap-limit");
  }
  if (!std::filesystem::is_directory(options.host_root)) {
    throw UsageError(fmt::format("--host-root {} is not a directory: leave it out for this machine's own",
                                 options.host_root.string()));
  }
  for (const char* name : {"--head", "--base-env", "--head-env", "--only"}) {
    if (given(app, name) && options.verb == Verb::kList) {
      throw UsageError(fmt::format("{} goes with run and plan", name));
    }
  }
  if (given(app, "--only")) check_only(app, options);
  if (options.tune && options.verb != Verb::kRun) throw UsageError("--tune goes with run only");
  for (const char* name : {"--out", "--resume", "--children", "--head", "--only", "--allocator-dir",
                           "--host-root", "--blocks", "--trials", "--rounds", "--seed", "--script-seed",
                           "--timeout", "--heap-limit", "--capacity", "--rss-every"}) {
    if (given(app, name) && app.get_option(name)->as<std::string>().empty()) {
      throw UsageError(fmt::format("{} is empty: give it a value or leave it out", name));
    }
  }
  if (!options.resume) return;
  if (options.verb != Verb::kRun) throw UsageError("--resume goes with run only");
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    const bool allowed = name == "--resume" || name == "--quiet" || name == "--no-lock" || name == "--tune" ||
                         name == "--host-root";
    if (option->count() > 0 && !allowed) {
      throw UsageError(fmt::format("--resume takes its plan from the directory: leave out {}", name));
    }
  }
}

}  // namespace ovg::runner
