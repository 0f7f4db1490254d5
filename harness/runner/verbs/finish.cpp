#include "harness/runner/verbs/finish.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/runner/host/describe.h"
#include "harness/runner/measuring/blocks.h"
#include "harness/runner/measuring/primitives.h"
#include "harness/runner/os/clocks.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/repeats.h"
#include "harness/runner/run_directory/hdr_files.h"
#include "harness/runner/terminal/format.h"
#include "harness/runner/terminal/summary.h"

namespace ovg::runner::verbs {

namespace {

void log_stretch(const measuring::Bench& bench, const std::string& started, const measuring::Stretch& stretch) {
  const nlohmann::json line = {{"started", started},
                               {"ended", os::utc_now()},
                               {"trials", stretch.trials},
                               {"wall_s", stretch.wall_s},
                               {"children_s", stretch.children_s},
                               {"runner_share", stretch.runner_share()},
                               {"host_after", host::describe_host_state(bench.host)}};
  std::ofstream(bench.store.path("run_log.jsonl"), std::ios::app) << line.dump() << '\n';
}

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
  const bool plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=+,:") ==
                     std::string::npos;
  if (plain && !word.empty()) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

int exit_code_of(os::Signals& signals) {
  return os::kExitSignalBase + signals.arrived();
}

int measure_and_finish(measuring::Bench& bench, std::vector<record::Trial>& trials) {
  const run_directory::Manifest& manifest = bench.manifest;
  const std::string started = os::utc_now();
  const bool was_complete = plan::trials_left(manifest.trials(), trials, manifest.seed) == 0;
  if (was_complete) bench.progress.line("every trial of this run is measured already");
  const measuring::Stretch stretch = was_complete ? measuring::Stretch{} : measuring::measure(bench, trials);
  if (!was_complete) log_stretch(bench, started, stretch);
  const bool primitives_worked = stretch.interrupted || !manifest.primitives || measuring::run_primitives(bench);

  const std::vector<std::string> left_out = run_directory::write_hdr_files(bench.store, trials);
  for (const std::string& problem : left_out) bench.progress.warning(problem);

  bench.progress.finish();
  const terminal::Ink ink = terminal::Ink::for_descriptor(STDOUT_FILENO);
  const std::vector<record::Trial> counted = plan::last_attempts(trials);
  fmt::print("{}", terminal::summary(manifest.cells, counted, ink));
  if (stretch.trials > 0) {
    fmt::print("  {} trials in {:.1f} s; the runner's own share of the time: {:.1f} %\n", stretch.trials,
               stretch.wall_s, 100 * stretch.runner_share());
  }
  fmt::print("\nresults: {}\n", bench.store.directory().string());
  if (bench.interrupted()) {
    const std::uint64_t left = plan::trials_left(manifest.trials(), trials, manifest.seed);
    fmt::print("ended by a signal with {} trials left; go on with: {} --resume {}\n", left,
               quoted(manifest.command.empty() ? "bench_all" : manifest.command[0]),
               quoted(bench.store.directory().string()));
    fmt::print("(or, to have the report made again too: scripts/bench_all --resume {})\n",
               quoted(bench.store.directory().string()));
    return exit_code_of(bench.signals);
  }
  // A sweep goes to the limits: running out of memory there is what it found, not what went wrong.
  const bool failed = std::ranges::any_of(trials, [&](const record::Trial& trial) {
    const bool found = !manifest.sweep.empty() && trial.status == record::Status::kOutOfMemory;
    return record::is_failure(trial.status) && !found;
  });
  return failed || !primitives_worked || !left_out.empty() ? os::kExitFailedTrials : os::kExitOk;
}

}  // namespace ovg::runner::verbs
