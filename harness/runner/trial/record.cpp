#include "harness/runner/trial/record.h"

#include <fmt/format.h>

#include "harness/record/child_result_json.h"
#include "harness/record/derive.h"
#include "harness/record/stops.h"

namespace ovg::runner::trial {

using record::ChildResult;
using record::Trial;

namespace {

/// Fewer collections than this and a collector's numbers say little about collecting.
constexpr std::uint64_t kEnoughCollections = 20;
constexpr std::uint64_t kFewestCollections = 5;

std::string rss_text(const std::vector<os::RssSample>& samples, std::uint64_t epoch_ns) {
  std::string text = "{\"columns\":[\"time_ns\",\"rss_bytes\"],\"rows\":[";
  const char* separator = "";
  for (const os::RssSample& sample : samples) {
    if (sample.monotonic_ns < epoch_ns) continue;  // the child was still starting
    text += fmt::format("{}[{},{}]", separator, sample.monotonic_ns - epoch_ns, sample.bytes);
    separator = ",";
  }
  return text + "]}";
}

void write_files(const ChildResult& result, const Attempt& attempt, const run_directory::Store& store, Trial& trial) {
  using record::GapFields;
  const auto write = [&](const std::string& name, const std::string& content) {
    run_directory::write_file(store.path(name), content + "\n");
    return name;
  };
  const std::string series = "series/" + trial.trial_id;
  trial.histograms = write("hist/" + trial.trial_id + ".json", record::histograms_text(result));
  trial.interruptions = write(series + ".interruptions.json", record::gaps_text(result.interruptions, GapFields::kAll));
  const auto pauses = record::place_in_phases(result.pauses, result.phases);
  trial.pauses = write(series + ".pauses.json", record::gaps_text(pauses, GapFields::kPhase));
  trial.mmu = write(series + ".mmu.json", record::SteadyStops(result).curves_text());
  if (result.latency_series) {
    trial.latency_series = write(series + ".latency.json", record::latency_series_text(*result.latency_series));
  }
  trial.rss_series = write(series + ".rss.json", rss_text(attempt.outcome.rss, result.epoch_monotonic_ns));
}

void take_process(const Attempt& attempt, Trial& trial) {
  trial.started_unix_ms = attempt.outcome.started_unix_ms;
  trial.env.padding_bytes = attempt.padding_bytes;
  trial.env.exit_code = attempt.outcome.exit_code;
  trial.env.signal = attempt.outcome.signal;
  trial.env.lifetime_ns = attempt.outcome.lifetime_ns();
  trial.env.cpu_ns = attempt.outcome.cpu_ns;
}

void take_result(const ChildResult& result, Trial& trial) {
  trial.digest = result.digest;
  trial.census = result.census;
  trial.items_per_op = result.items_per_op;
  trial.item = result.item;
  if (result.rate_per_s > 0) trial.rate_per_s = result.rate_per_s;
  trial.live_bytes = result.live_bytes;
  trial.interruption_threshold_ns = result.interruption_threshold_ns;
  trial.interruptions_lost = result.interruptions_lost;
  trial.pauses_lost = result.pauses_lost;
  trial.phases = result.phases;
  trial.env.allocator = result.env.allocator;
  trial.env.ever_threaded = result.env.ever_threaded;
  trial.env.variables = result.env.variables;
  trial.env.settings = result.manager.settings;
  trial.env.clock = result.clock;
}

std::vector<std::string> notes_of(const ChildResult& result, const Trial& trial, double steady_target_ms) {
  std::vector<std::string> notes;
  if (trial.group == "collection") {
    const std::uint64_t collections = record::find_phase(result, "steady")->collections;
    if (collections < kEnoughCollections) notes.emplace_back("gc_not_exercised");
    if (collections < kFewestCollections && result.census.created_per_round > 0) {
      notes.emplace_back("too_few_collections");
    }
  }
  if (record::is_saturated(result)) notes.emplace_back("saturated");
  if (result.interruptions_lost > 0 || result.pauses_lost > 0) notes.emplace_back("log_overflowed");
  const auto steady = trial.metrics.find("steady_ns");
  const double shortest_ns = 0.5 * steady_target_ms * 1e6;
  if (steady == trial.metrics.end() || steady->second < shortest_ns) notes.emplace_back("short_trial");
  return notes;
}

}  // namespace

Trial trial_header(const run_directory::Manifest& manifest, const plan::PlannedTrial& planned) {
  const plan::PlannedCell& cell = manifest.cells[planned.cell];
  Trial trial;
  trial.run_id = manifest.run_id;
  trial.trial_id = planned.trial_id;
  trial.block = planned.block;
  trial.slot = planned.slot;
  trial.repeat = planned.repeat;
  trial.attempt = planned.attempt;
  trial.cell = cell.cell;
  trial.group = cell.group;
  trial.rounds = cell.can_run() ? cell.rounds : 0;
  return trial;
}

Trial record_trial(const run_directory::Manifest& manifest, const plan::PlannedTrial& planned, Attempt& attempt,
                   const run_directory::Store& store) {
  Trial trial = trial_header(manifest, planned);
  trial.status = attempt.verdict.status;
  trial.reason = attempt.verdict.reason;
  take_process(attempt, trial);
  const std::string log = "logs/" + trial.trial_id + ".log";
  if (std::filesystem::exists(store.path(log))) trial.log = log;
  if (!attempt.verdict.result) return trial;

  const ChildResult& result = *attempt.verdict.result;
  take_result(result, trial);
  if (!record::has_numbers(trial.status)) return trial;
  trial.metrics = record::derive_metrics(result);
  const auto& counted = manifest.cells[planned.cell].counts_per_round;
  if (counted) trial.metrics.merge(record::allocation_metrics(*counted, trial.rounds));
  trial.notes = notes_of(result, trial, manifest.profile.steady_target_ms);
  write_files(result, attempt, store, trial);
  return trial;
}

}  // namespace ovg::runner::trial
