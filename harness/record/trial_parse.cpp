#include <nlohmann/json.hpp>

#include "harness/record/noise_json.h"
#include "harness/record/read_parts.h"
#include "harness/record/trial_json.h"

namespace ovg::record {

namespace {

/// Absent where a run knew of no sides.
std::string read_side(const JsonFields& fields) {
  const std::string side = fields.has("side") ? fields.optional_text("side").value_or("") : "";
  if (!side.empty() && side != kBaseSide && side != kHeadSide) {
    fields.fail("side", "is neither null, \"base\" nor \"head\"");
  }
  return side;
}

std::optional<int> optional_int(const JsonFields& fields, std::string_view name) {
  if (fields.any(name).is_null()) return std::nullopt;
  return static_cast<int>(fields.small_count(name));
}

std::map<std::string, Metric> read_metrics(const JsonFields& fields, const nlohmann::json& metrics) {
  std::map<std::string, Metric> found;
  for (const auto& item : metrics.items()) {
    const JsonFields metric = fields.object(item.key());
    found.emplace(item.key(), Metric{metric.number("value"), metric.text("unit"), metric.text("better"),
                                     metric.text("kind")});
  }
  return found;
}

TrialEnvironment read_env(const JsonFields& fields) {
  TrialEnvironment env;
  env.allocator = fields.text("allocator");
  env.ever_threaded = fields.flag("ever_threaded");
  env.variables = fields.texts("variables");
  env.policy = fields.text("policy");
  if (!fields.any("clock").is_null()) env.clock = read_clock(fields.object("clock"));
  env.heap_bytes = fields.count("heap_bytes");
  env.padding_bytes = fields.count("padding_bytes");
  env.exit_code = optional_int(fields, "exit_code");
  env.signal = optional_int(fields, "signal");
  env.lifetime_ns = fields.count("lifetime_ns");
  env.cpu_ns = fields.count("cpu_ns");
  return env;
}

void read_identity(const JsonFields& fields, Trial& trial) {
  if (fields.count("schema") != kSchemaVersion) fields.fail("schema", "is not 1");
  if (fields.text("kind") != "trial") fields.fail("kind", "is not \"trial\"");
  trial.run_id = fields.text("run_id");
  trial.trial_id = fields.text("trial_id");
  trial.block = fields.count("block");
  trial.slot = fields.count("slot");
  trial.repeat = fields.count("repeat");
  trial.started_unix_ms = fields.optional_count("started_unix_ms");
  trial.attempt = fields.count("attempt");
  trial.cell = cell_from_json(fields.any("cell"));
  trial.group = fields.text("group");
}

void read_outcome(const JsonFields& fields, Trial& trial) {
  const auto status = status_from_name(fields.text("status"));
  if (!status) fields.fail("status", "is not one of the statuses");
  trial.status = *status;
  trial.reason = fields.text("reason");
  trial.digest = fields.text("digest");
  if (!trial.digest.empty() && !is_digest(trial.digest))
    fields.fail("digest", "is not 16 lower-case hex digits");
  if (!fields.any("census").is_null()) trial.census = read_census(fields.object("census"));
  trial.rounds = fields.count("rounds");
  trial.items_per_op = fields.small_count("items_per_op");
  trial.item = fields.text("item");
  trial.rate_per_s = fields.optional_number("rate_per_s");
  trial.live_bytes = fields.count("live_bytes");
  trial.metrics = read_metrics(fields.object("metrics"), fields.any("metrics"));
}

void read_files(const JsonFields& fields, Trial& trial) {
  trial.interruptions = fields.optional_text("interruptions");
  trial.pauses = fields.optional_text("pauses");
  trial.mmu = fields.optional_text("mmu");
  trial.histograms = fields.optional_text("histograms");
  trial.latency_series = fields.optional_text("latency_series");
  trial.rss_series = fields.optional_text("rss_series");
  trial.log = fields.optional_text("log");
  trial.interruption_threshold_ns = fields.count("interruption_threshold_ns");
  trial.interruptions_lost = fields.count("interruptions_lost");
  trial.pauses_lost = fields.count("pauses_lost");
}

}  // namespace

Cell cell_from_json(const nlohmann::json& value, const std::string& path) {
  const JsonFields fields(value, path);
  Cell cell{.workload = fields.text("workload"),
            .variant = fields.text("variant"),
            .config = fields.text("config"),
            .allocator = fields.text("allocator"),
            .scale = fields.text("scale"),
            .threads = fields.small_count("threads"),
            .live_mib = {},
            .load = {},
            .heap_limit_bytes = {},
            .side = read_side(fields)};
  cell.live_mib = fields.optional_count("live_mib");
  cell.load = fields.optional_number("load");
  cell.heap_limit_bytes = fields.optional_count("heap_limit_bytes");
  return cell;
}

Trial trial_from_json(const nlohmann::json& line) {
  const JsonFields fields(line);
  Trial trial;
  read_identity(fields, trial);
  read_outcome(fields, trial);
  read_files(fields, trial);
  fields.each_object("phases", [&](const JsonFields& phase) { trial.phases.push_back(read_phase(phase)); });
  trial.notes = fields.text_list("notes");
  if (!fields.any("noise").is_null()) trial.noise = read_noise(fields.object("noise"));
  trial.env = read_env(fields.object("env"));
  return trial;
}

}  // namespace ovg::record
