#include "harness/record/trial_json.h"

#include "harness/record/described_parts.h"

namespace ovg::record {

using nlohmann::json;

template <class Fields>
void describe(Fields& fields, Like<Fields, Noise>& noise) {
  fields("steal_share", noise.steal_share);
  fields("steal_ticks", noise.steal_ticks);
  fields("throttled_periods", noise.throttled_periods);
  fields("throttled_ns", noise.throttled_ns);
  fields("major_faults", noise.major_faults);
  fields("frequency_drift", noise.frequency_drift);
  fields("cpu_pressure_share", noise.cpu_pressure_share);
  fields("memory_pressure_share", noise.memory_pressure_share);
  fields("hiccups", noise.hiccups);
  fields("hiccup_total_ns", noise.hiccup_total_ns);
  fields("hiccup_max_ns", noise.hiccup_max_ns);
  fields("clock_drift_ppm", noise.clock_drift_ppm);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, TrialEnvironment>& env) {
  fields("allocator", env.allocator);
  fields("ever_threaded", env.ever_threaded);
  fields("variables", env.variables);
  fields("settings", env.settings);
  fields("clock", env.clock);
  fields("heap_bytes", env.heap_bytes);
  fields("padding_bytes", env.padding_bytes);
  fields("exit_code", env.exit_code);
  fields("signal", env.signal);
  fields("lifetime_ns", env.lifetime_ns);
  fields("cpu_ns", env.cpu_ns);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Trial>& trial) {
  fields.constant("schema", kSchemaVersion);
  fields.constant("kind", "trial");
  fields("run_id", trial.run_id);
  fields("trial_id", trial.trial_id);
  fields("block", trial.block);
  fields("slot", trial.slot);
  fields("repeat", trial.repeat);
  fields("started_unix_ms", trial.started_unix_ms);
  fields("attempt", trial.attempt);
  fields("cell", trial.cell);
  fields("group", trial.group);
  fields("status", trial.status);
  fields("reason", trial.reason);
  fields("digest", trial.digest);
  fields.check(trial.digest.empty() || is_digest(trial.digest), "digest", "is not 16 lower-case hex digits");
  fields("census", trial.census);
  fields("rounds", trial.rounds);
  fields("items_per_op", trial.items_per_op);
  fields("item", trial.item);
  fields("rate_per_s", trial.rate_per_s);
  fields("live_bytes", trial.live_bytes);
  fields("metrics", trial.metrics);
  fields("interruptions", trial.interruptions);
  fields("pauses", trial.pauses);
  fields("mmu", trial.mmu);
  fields("histograms", trial.histograms);
  fields("latency_series", trial.latency_series);
  fields("rss_series", trial.rss_series);
  fields("log", trial.log);
  fields("interruption_threshold_ns", trial.interruption_threshold_ns);
  fields("interruptions_lost", trial.interruptions_lost);
  fields("pauses_lost", trial.pauses_lost);
  fields("phases", trial.phases);
  fields("notes", trial.notes);
  fields("noise", trial.noise);
  fields("env", trial.env);
}

std::string trial_line(const Trial& trial) {
  const json line = json_of(trial);
  trial_from_json(line);  // what could not be read is not written
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

Trial trial_from_json(const json& line) {
  return message_in<Trial>(JsonFields(line));
}

json to_json(const Cell& cell) {
  return json_of(cell);
}

Cell cell_from_json(const json& value) {
  return message_in<Cell>(JsonFields(value, "cell"));
}

}  // namespace ovg::record
