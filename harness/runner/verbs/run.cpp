#include <fmt/format.h>

#include <set>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/host/describe.h"
#include "harness/runner/host/lock.h"
#include "harness/runner/host/tune.h"
#include "harness/runner/host/warnings.h"
#include "harness/runner/measuring/blocks.h"
#include "harness/runner/measuring/pilot.h"
#include "harness/runner/os/clocks.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/choice.h"
#include "harness/runner/plan/estimate.h"
#include "harness/runner/plan/repeats.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/programs.h"
#include "harness/runner/run_directory/sources.h"
#include "harness/runner/verbs/finish.h"
#include "harness/runner/verbs/verbs.h"

namespace ovg::runner::verbs {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

host::HostLock take_lock(const command::HostSetup& setup, terminal::Progress& progress) {
  if (!setup.lock) return {};
  std::string warning;
  host::HostLock lock = host::HostLock::take(warning);
  if (!warning.empty()) progress.warning(warning);
  return lock;
}

/// The libraries of the allocators that cells run over.
std::vector<fs::path> malloc_libraries(const run_directory::Manifest& manifest) {
  std::set<fs::path> libraries;
  for (const plan::PlannedCell& planned : manifest.cells) {
    if (planned.can_run()) libraries.insert(manifest.allocator_named(planned.cell.allocator).library);
  }
  libraries.erase(fs::path());  // the C library's own is not preloaded
  return {libraries.begin(), libraries.end()};
}

std::vector<run_directory::Side> sides_of(const std::vector<catalogue::Catalogue>& catalogues,
                                          const run_directory::Manifest& manifest, os::Signals& signals) {
  std::vector<run_directory::Side> sides;
  for (const catalogue::Catalogue& catalogue : catalogues) {
    sides.push_back(run_directory::describe_side(catalogue, signals));
  }
  if (sides.size() < 2) return sides;
  const std::vector<fs::path> mallocs = malloc_libraries(manifest);
  for (run_directory::Side& side : sides) {
    run_directory::add_libraries(side, manifest.child_env, mallocs, signals);
  }
  return sides;
}

std::map<std::string, record::CarriedJson> workload_cards(const catalogue::Catalogue& catalogue,
                                                          const std::vector<plan::PlannedCell>& cells) {
  std::map<std::string, record::CarriedJson> cards;
  for (const catalogue::WorkloadCard& workload : catalogue::all_workloads(catalogue.variants)) {
    for (const plan::PlannedCell& planned : cells) {
      if (planned.cell.workload == workload.name) cards[workload.name] = workload.card;
    }
  }
  return cards;
}

run_directory::Manifest new_manifest(const command::Options& options, const catalogue::Catalogue& catalogue,
                                     std::vector<plan::PlannedCell> cells) {
  run_directory::Manifest manifest;
  manifest.run_id = os::new_run_id();
  manifest.created = os::utc_now();
  manifest.command = options.output.command;
  manifest.profile = plan::chosen_profile(options.schedule);
  manifest.seed = plan::chosen_seed(options.schedule);
  manifest.script_seed = options.schedule.script_seed;
  manifest.sweep = command::name_of(options.choice.sweep);
  manifest.timeout_s = options.schedule.timeout_s;
  manifest.rss_every_ms = options.schedule.rss_every_ms;
  manifest.primitives = options.schedule.primitives;
  manifest.env = {options.programs.env.begin(), options.programs.env.end()};
  manifest.child_env = os::child_variables(options.programs.env);
  manifest.allocators = catalogue.allocators;
  manifest.workloads = workload_cards(catalogue, cells);
  manifest.cells = std::move(cells);
  return manifest;
}

void warn_of_unavailable(const std::vector<plan::PlannedCell>& cells, terminal::Progress& progress) {
  std::set<std::string> reasons;
  for (const plan::PlannedCell& planned : cells) {
    if (planned.status == record::Status::kUnavailable && reasons.insert(planned.reason).second) {
      progress.warning(fmt::format("{}; its cells are unavailable in this run", planned.reason));
    }
  }
}

/// What is to be known of the configurations that are measured, as their variants say it.
std::vector<std::string> config_warnings(const catalogue::Catalogue& catalogue,
                                         const std::vector<plan::PlannedCell>& cells) {
  std::vector<std::string> warnings;
  for (const catalogue::VariantCard& variant : catalogue.variants) {
    for (const catalogue::ConfigCard& config : variant.configs) {
      const bool measured = std::ranges::any_of(cells, [&](const plan::PlannedCell& planned) {
        return planned.can_run() && planned.cell.variant == variant.program.variant &&
               planned.cell.config == config.name;
      });
      if (!measured || config.warning.empty()) continue;
      warnings.push_back(
          fmt::format("{}: {}", record::variant_label(variant.program.variant, config.name), config.warning));
    }
  }
  return warnings;
}

host::Tuning::Say telling(terminal::Progress& progress) {
  return [&progress](const std::string& text) { progress.warning(text); };
}

/// Tunes where that is asked for, then takes down what the host is like, as it will be while measuring.
void prepare_host(const command::Options& options, const host::HostFiles& host, host::Tuning& tuning,
                  run_directory::Manifest& manifest) {
  if (options.host.tune) {
    tuning.apply();
    manifest.tuned = tuning.changed();
  }
  manifest.host = host::describe_host(host);
  manifest.warnings = host::host_warnings(host);
}

/// Puts what the children were built from into the run directory.
void store_sources(const fs::path& children_file, const run_directory::Store& store, run_directory::Manifest& manifest,
                   terminal::Progress& progress, os::Signals& signals) {
  const fs::path from = run_directory::find_sources(children_file);
  if (from.empty()) {
    progress.warning(
        fmt::format("no sources of the answers lie beside {}: the report will show none", children_file.string()));
    return;
  }
  manifest.sources = run_directory::keep_sources(from, manifest.cells, store, signals, telling(progress));
}

int start(const command::Options& options, os::Signals& signals) {
  const command::Profile profile = plan::chosen_profile(options.schedule);
  const std::vector<catalogue::Catalogue> sides =
      catalogue::load_catalogues(options.programs, options.choice.malloc_profiles, signals);
  std::vector<plan::PlannedCell> cells = plan::chosen_cells(options.choice, profile, sides);
  const std::vector<plan::PlannedCell> references = plan::chosen_load_references(options.schedule, cells, sides);
  run_directory::Manifest manifest = new_manifest(options, sides[0], std::move(cells));
  manifest.sides = sides_of(sides, manifest, signals);
  terminal::Progress progress(options.output.quiet);
  const host::HostFiles host(options.host.root);
  const host::HostLock lock = take_lock(options.host, progress);
  if (const auto available = host::available_bytes(host)) plan::check_memory(manifest.cells, *available);
  run_directory::Store store = run_directory::Store::create(
      options.output.out.empty() ? fs::path("results") / manifest.run_id : options.output.out);
  run_directory::link_programs(manifest, store.directory());
  host::Tuning tuning(host, telling(progress));
  prepare_host(options, host, tuning, manifest);
  for (std::string& warning : config_warnings(sides[0], manifest.cells))
    manifest.warnings.push_back(std::move(warning));
  for (const std::string& warning : manifest.warnings) progress.warning(warning);
  warn_of_unavailable(manifest.cells, progress);
  const std::string left_out = plan::left_out_of_head(sides);
  if (!left_out.empty()) progress.warning(left_out);
  progress.line(fmt::format("results go to {}", store.directory().string()));

  measuring::Bench bench{manifest, store, progress, signals, host};
  if (!measuring::run_pilot(bench, {options.schedule.rounds, options.schedule.capacity_per_s}, references)) {
    progress.warning("ended before anything was measured: start again with the same command");
    return exit_code_of(signals);
  }
  store_sources(sides[0].file.path, store, manifest, progress, signals);
  run_directory::write_manifest(manifest, store.directory());
  std::vector<record::Trial> trials;
  return measure_and_finish(bench, trials);
}

void check_same_tuning(const run_directory::Manifest& manifest, const command::Options& options) {
  if (manifest.tuned.has_value() == options.host.tune) return;
  throw os::UsageError(options.host.tune ? "this run began without --tune: leave it out, so that all trials are alike"
                                         : "this run began with --tune: add it, so that all trials are alike");
}

void check_same_run(const run_directory::Manifest& manifest, const std::vector<record::Trial>& trials) {
  std::set<std::string> planned;
  for (const plan::PlannedTrial& trial : manifest.trials()) planned.insert(trial.trial_id);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const record::Trial& trial = trials[i];
    // Erased when met, so that a second line of the same trial is not in the plan either.
    const bool was_planned = trial.run_id == manifest.run_id && planned.erase(trial.trial_id) == 1;
    if (was_planned && trial.status == record::Status::kNoisy && trial.attempt < plan::kMostAttempts) {
      planned.insert(plan::next_attempt_id(trial));
    }
    if (was_planned) continue;
    throw os::UsageError(
        "line {} of results.jsonl is not in the manifest's plan, or twice there: the directory was changed, "
        "start a new run",
        i + 1);
  }
}

int resume(const command::Options& options, os::Signals& signals) {
  terminal::Progress progress(options.output.quiet);
  run_directory::Manifest manifest = run_directory::read_manifest(*options.output.resume);
  run_directory::Store store = run_directory::Store::open(*options.output.resume);
  check_same_tuning(manifest, options);
  run_directory::check_same_files(manifest, signals);
  run_directory::link_programs(manifest, *options.output.resume);
  const host::HostLock lock = take_lock(options.host, progress);
  if (store.drop_incomplete_line()) {
    progress.warning("the last line of results.jsonl was incomplete: its trial is measured again");
  }
  std::vector<record::Trial> trials = store.read();
  check_same_run(manifest, trials);
  const host::HostFiles host(options.host.root);
  host::Tuning tuning(host, telling(progress));
  if (options.host.tune) tuning.apply();
  for (const std::string& warning : host::host_warnings(host)) progress.warning(warning);
  measuring::Bench bench{manifest, store, progress, signals, host};
  return measure_and_finish(bench, trials);
}

}  // namespace

int run(const command::Options& options) {
  os::Signals signals;
  return options.output.resume ? resume(options, signals) : start(options, signals);
}

}  // namespace ovg::runner::verbs
