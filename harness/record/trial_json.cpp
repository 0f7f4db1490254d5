#include "harness/record/trial_json.h"

#include "harness/record/described_parts.h"

namespace ovg::record {

using nlohmann::json;

OVG_DESCRIBE(Noise, steal_share, steal_ticks, throttled_periods, throttled_ns, major_faults, frequency_drift,
             cpu_pressure_share, memory_pressure_share, hiccups, hiccup_total_ns, hiccup_max_ns, clock_drift_ppm)

OVG_DESCRIBE(TrialEnvironment, allocator, ever_threaded, variables, settings, clock, padding_bytes, exit_code, signal,
             lifetime_ns, cpu_ns)

template <class Fields>
void describe(Fields& fields, Like<Fields, Trial>& message) {
  fields.constant("schema", kSchemaVersion);
  fields.constant("kind", "trial");
  OVG_FIELDS(run_id, trial_id, block, slot, repeat, started_unix_ms, attempt, cell, group, status, reason, digest,
             census, rounds, items_per_op, item, rate_per_s, live_bytes, metrics, interruptions, pauses, mmu,
             histograms, latency_series, rss_series, log, interruption_threshold_ns, interruptions_lost, pauses_lost,
             phases, notes, noise, env)
  fields.check(message.digest.empty() || is_digest(message.digest), "digest", "is not 16 lower-case hex digits");
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
