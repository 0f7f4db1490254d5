#include "harness/runner/run.h"

#include <fmt/format.h>

#include <set>

#include "harness/runner/catalogue.h"
#include "harness/runner/clock_time.h"
#include "harness/runner/finish.h"
#include "harness/runner/host.h"
#include "harness/runner/host_warnings.h"
#include "harness/runner/lock.h"
#include "harness/runner/manifest.h"
#include "harness/runner/measure.h"
#include "harness/runner/pilot.h"
#include "harness/runner/repeats.h"
#include "harness/runner/sides.h"
#include "harness/runner/sources.h"
#include "harness/runner/tune.h"
#include "harness/runner/usage_error.h"

namespace ovg::runner {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

HostLock take_lock(const Options& options, Progress& progress) {
  if (!options.lock) return {};
  std::string warning;
  HostLock lock = HostLock::take(warning);
  if (!warning.empty()) progress.warning(warning);
  return lock;
}

/// The libraries of the allocators that cells run over.
std::vector<fs::path> malloc_libraries(const Manifest& manifest) {
  std::set<fs::path> libraries;
  for (const PlannedCell& planned : manifest.cells) {
    if (planned.can_run()) libraries.insert(manifest.allocator_named(planned.cell.allocator).library);
  }
  libraries.erase(fs::path());  // the C library's own is not preloaded
  return {libraries.begin(), libraries.end()};
}

json workload_cards(const Catalogue& catalogue, const std::vector<PlannedCell>& cells) {
  json cards = json::object();
  for (const WorkloadCard& workload : all_workloads(catalogue.variants)) {
    for (const PlannedCell& planned : cells) {
      if (planned.cell.workload == workload.name) cards[workload.name] = workload.card;
    }
  }
  return cards;
}

Manifest new_manifest(const Options& options, const Catalogue& catalogue, std::vector<PlannedCell> cells,
                      Signals& signals) {
  Manifest manifest;
  manifest.run_id = new_run_id();
  manifest.created = utc_now();
  manifest.command = options.command;
  manifest.profile = chosen_profile(options);
  manifest.seed = chosen_seed(options);
  manifest.script_seed = options.script_seed;
  manifest.sweep = name_of(options.sweep);
  manifest.timeout_s = options.timeout_s;
  manifest.rss_every_ms = options.rss_every_ms;
  manifest.primitives = options.primitives;
  manifest.env = {options.env.begin(), options.env.end()};
  manifest.child_env = child_variables(options.env);
  manifest.toolchain = toolchain_of(catalogue);
  manifest.git = git_of(manifest.toolchain);
  manifest.allocators = catalogue.allocators;
  manifest.children = binaries(catalogue, signals);
  manifest.counter = catalogue.file.counter;
  manifest.workloads = workload_cards(catalogue, cells);
  manifest.cells = std::move(cells);
  return manifest;
}

void warn_of_unavailable(const std::vector<PlannedCell>& cells, Progress& progress) {
  std::set<std::string> reasons;
  for (const PlannedCell& planned : cells) {
    if (planned.status == record::Status::kUnavailable && reasons.insert(planned.reason).second) {
      progress.warning(fmt::format("{}; its cells are unavailable in this run", planned.reason));
    }
  }
}

Tuning::Say telling(Progress& progress) {
  return [&progress](const std::string& text) { progress.warning(text); };
}

/// Tunes where that is asked for, then takes down what the host is like, as it will be while measuring.
void prepare_host(const Options& options, const HostFiles& host, Tuning& tuning, Manifest& manifest,
                  Progress& progress) {
  if (options.tune) {
    tuning.apply();
    manifest.tuned = tuning.changed();
  }
  manifest.host = describe_host(host);
  manifest.warnings = host_warnings(host);
  for (const std::string& warning : manifest.warnings) progress.warning(warning);
}

/// Puts what the children were built from into the run directory.
void store_sources(const fs::path& children_file, const Store& store, Manifest& manifest, Progress& progress,
                   Signals& signals) {
  const fs::path from = find_sources(children_file);
  if (from.empty()) {
    progress.warning(fmt::format("no sources of the answers lie beside {}: the report will show none",
                                 children_file.string()));
    return;
  }
  manifest.sources = keep_sources(from, manifest.cells, store, signals, telling(progress));
}

int start(const Options& options, Signals& signals) {
  const Profile profile = chosen_profile(options);
  const Catalogue catalogue = load_catalogue(options, signals);
  const std::optional<Catalogue> head = load_head(options, signals);
  std::vector<PlannedCell> cells = chosen_cells(options, profile, catalogue, head);
  Manifest manifest = new_manifest(options, catalogue, std::move(cells), signals);
  if (head) {
    const std::vector<fs::path> mallocs = malloc_libraries(manifest);
    manifest.sides = {describe_side(catalogue, manifest.child_env, mallocs, signals),
                      describe_side(*head, manifest.child_env, mallocs, signals)};
  }
  Progress progress(options.quiet);
  const HostFiles host(options.host_root);
  const HostLock lock = take_lock(options, progress);
  check_memory(manifest.cells, host);
  Store store = Store::create(options.out.empty() ? fs::path("results") / manifest.run_id : options.out);
  link_programs(manifest, store.directory());
  Tuning tuning(host, telling(progress));
  prepare_host(options, host, tuning, manifest, progress);
  warn_of_unavailable(manifest.cells, progress);
  const std::string left_out = left_out_of_head(catalogue, head);
  if (!left_out.empty()) progress.warning(left_out);
  progress.line(fmt::format("results go to {}", store.directory().string()));

  if (!run_pilot(manifest, {options.rounds, options.capacity_per_s}, store, progress, signals)) {
    progress.warning("ended before anything was measured: start again with the same command");
    return exit_code_of(signals);
  }
  store_sources(catalogue.file.path, store, manifest, progress, signals);
  write_manifest(manifest, store.directory());
  std::vector<record::Trial> trials;
  return measure_and_finish(host, manifest, store, trials, progress, signals);
}

void check_same_tuning(const Manifest& manifest, const Options& options) {
  if (manifest.tuned.has_value() == options.tune) return;
  throw UsageError(options.tune ? "this run began without --tune: leave it out, so that all trials are alike"
                                : "this run began with --tune: add it, so that all trials are alike");
}

void check_same_run(const Manifest& manifest, const std::vector<record::Trial>& trials) {
  std::set<std::string> planned;
  for (const PlannedTrial& trial : manifest.trials()) planned.insert(trial.trial_id);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const record::Trial& trial = trials[i];
    // Erased when met, so that a second line of the same trial is not in the plan either.
    const bool was_planned = trial.run_id == manifest.run_id && planned.erase(trial.trial_id) == 1;
    if (was_planned && trial.status == record::Status::kNoisy && trial.attempt < kMostAttempts) {
      planned.insert(next_attempt_id(trial));
    }
    if (was_planned) continue;
    throw UsageError(fmt::format(
        "line {} of results.jsonl is not in the manifest's plan, or twice there: the directory was changed, "
        "start a new run",
        i + 1));
  }
}

int resume(const Options& options, Signals& signals) {
  Progress progress(options.quiet);
  Manifest manifest = read_manifest(*options.resume);
  Store store = Store::open(*options.resume);
  check_same_tuning(manifest, options);
  check_same_files(manifest, signals);
  link_programs(manifest, *options.resume);
  const HostLock lock = take_lock(options, progress);
  if (store.drop_incomplete_line()) {
    progress.warning("the last line of results.jsonl was incomplete: its trial is measured again");
  }
  std::vector<record::Trial> trials = store.read();
  check_same_run(manifest, trials);
  const HostFiles host(options.host_root);
  Tuning tuning(host, telling(progress));
  if (options.tune) tuning.apply();
  for (const std::string& warning : host_warnings(host)) progress.warning(warning);
  return measure_and_finish(host, manifest, store, trials, progress, signals);
}

}  // namespace

int run(const Options& options) {
  Signals signals;
  return options.resume ? resume(options, signals) : start(options, signals);
}

}  // namespace ovg::runner
