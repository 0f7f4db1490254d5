#include "harness/record/trial_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/record/child_result_json.h"
#include "harness/record/json_fields.h"
#include "harness/record/noise_json.h"

namespace ovg::record {

using nlohmann::json;

namespace {

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json to_json(const std::map<std::string, Metric>& metrics) {
  json found = json::object();
  for (const auto& [name, metric] : metrics) {
    if (!std::isfinite(metric.value)) throw RecordError("metrics." + name + " is not a finite number");
    found[name] = {
        {"value", metric.value}, {"unit", metric.unit}, {"better", metric.better}, {"kind", metric.kind}};
  }
  return found;
}

json to_json(const TrialEnvironment& env) {
  return {{"allocator", env.allocator},
          {"ever_threaded", env.ever_threaded},
          {"variables", env.variables},
          {"policy", env.policy},
          {"clock", env.clock ? record::to_json(*env.clock) : json(nullptr)},
          {"heap_bytes", env.heap_bytes},
          {"padding_bytes", env.padding_bytes},
          {"exit_code", or_null(env.exit_code)},
          {"signal", or_null(env.signal)},
          {"lifetime_ns", env.lifetime_ns},
          {"cpu_ns", env.cpu_ns}};
}

json to_json(const std::vector<PhaseRecord>& phases) {
  json list = json::array();
  for (const auto& phase : phases) list.push_back(record::to_json(phase));
  return list;
}

json to_json(const Trial& trial) {
  return {{"schema", kSchemaVersion},
          {"kind", "trial"},
          {"run_id", trial.run_id},
          {"trial_id", trial.trial_id},
          {"block", trial.block},
          {"slot", trial.slot},
          {"repeat", trial.repeat},
          {"started_unix_ms", or_null(trial.started_unix_ms)},
          {"attempt", trial.attempt},
          {"cell", record::to_json(trial.cell)},
          {"group", trial.group},
          {"status", status_name(trial.status)},
          {"reason", trial.reason},
          {"digest", trial.digest},
          {"census", trial.census ? record::to_json(*trial.census) : json(nullptr)},
          {"rounds", trial.rounds},
          {"items_per_op", trial.items_per_op},
          {"item", trial.item},
          {"rate_per_s", or_null(trial.rate_per_s)},
          {"live_bytes", trial.live_bytes},
          {"metrics", to_json(trial.metrics)},
          {"interruptions", or_null(trial.interruptions)},
          {"pauses", or_null(trial.pauses)},
          {"mmu", or_null(trial.mmu)},
          {"histograms", or_null(trial.histograms)},
          {"latency_series", or_null(trial.latency_series)},
          {"rss_series", or_null(trial.rss_series)},
          {"log", or_null(trial.log)},
          {"interruption_threshold_ns", trial.interruption_threshold_ns},
          {"interruptions_lost", trial.interruptions_lost},
          {"pauses_lost", trial.pauses_lost},
          {"phases", to_json(trial.phases)},
          {"notes", trial.notes},
          {"noise", trial.noise ? record::to_json(*trial.noise) : json(nullptr)},
          {"env", to_json(trial.env)}};
}

}  // namespace

json to_json(const Cell& cell) {
  return {{"workload", cell.workload},
          {"variant", cell.variant},
          {"config", cell.config},
          {"allocator", cell.allocator},
          {"scale", cell.scale},
          {"threads", cell.threads},
          {"live_mib", or_null(cell.live_mib)},
          {"load", or_null(cell.load)},
          {"heap_limit_bytes", or_null(cell.heap_limit_bytes)},
          {"side", cell.side.empty() ? json(nullptr) : json(cell.side)}};
}

std::string trial_line(const Trial& trial) {
  return to_json(trial).dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace ovg::record
