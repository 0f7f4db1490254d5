#include "harness/record/child_result_json.h"

#include <nlohmann/json.hpp>

#include "harness/record/histogram_json.h"

namespace ovg::record {

using nlohmann::json;

namespace {

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json to_json(const MemoryMarks& memory) {
  return {{"at_start_bytes", memory.at_start_bytes},     {"baseline_bytes", memory.baseline_bytes},
          {"steady_bytes", memory.steady_bytes},         {"after_drop_bytes", memory.after_drop_bytes},
          {"after_trim_bytes", memory.after_trim_bytes}, {"peak_bytes", memory.peak_bytes}};
}

json to_json(const ManagerFigures& manager) {
  return {
      {"collections", manager.collections}, {"heap_bytes", manager.heap_bytes}, {"policy", manager.policy}};
}

json to_json(const ChildEnvironment& env) {
  return {{"allocator", env.allocator}, {"ever_threaded", env.ever_threaded}, {"variables", env.variables}};
}

json to_json(const std::vector<FrameCount>& frames) {
  json list = json::array();
  for (const FrameCount& count : frames) {
    list.push_back({{"frame_ns", count.frame_ns}, {"frames", count.frames}, {"broken", count.broken}});
  }
  return list;
}

json to_json(const std::vector<PhaseRecord>& phases) {
  json list = json::array();
  for (const auto& phase : phases) list.push_back(record::to_json(phase));
  return list;
}

/// Everything but histograms, series and gaps, which may be long and are appended as text.
json short_fields(const ChildResult& result) {
  return {{"type", "result"},
          {"protocol", kProtocolVersion},
          {"workload", result.workload},
          {"variant", result.variant},
          {"config", result.config},
          {"scale", result.scale},
          {"threads", result.threads},
          {"script_seed", result.script_seed},
          {"live_mib", result.live_mib},
          {"heap_limit_bytes", result.heap_limit_bytes},
          {"rate_per_s", result.rate_per_s},
          {"rounds", result.rounds},
          {"items_per_op", result.items_per_op},
          {"item", result.item},
          {"ops", result.ops},
          {"digest", result.digest},
          {"rounds_agree", result.rounds_agree},
          {"census", record::to_json(result.census)},
          {"expected_census", record::to_json(result.expected_census)},
          {"clock", record::to_json(result.clock)},
          {"epoch_monotonic_ns", result.epoch_monotonic_ns},
          {"phases", to_json(result.phases)},
          {"live_bytes", result.live_bytes},
          {"kept_up", result.kept_up},
          {"waited_ns", result.waited_ns},
          {"frames", to_json(result.frames)},
          {"interruption_threshold_ns", result.interruption_threshold_ns},
          {"interruptions_lost", result.interruptions_lost},
          {"pauses_lost", result.pauses_lost},
          {"pause_total_ns", result.pause_total_ns},
          {"pause_max_ns", result.pause_max_ns},
          {"memory", to_json(result.memory)},
          {"manager", to_json(result.manager)},
          {"allocations", record::to_json(result.allocations)},
          {"env", to_json(result.env)}};
}

}  // namespace

json to_json(const Census& census) {
  return {{"created_in_setup", census.created_in_setup},
          {"created_per_round", census.created_per_round},
          {"live_at_end", census.live_at_end}};
}

json to_json(const ClockReading& clock) {
  return {{"source", clock.source}, {"ticks_per_ns", clock.ticks_per_ns}, {"drift_ppm", clock.drift_ppm}};
}

json to_json(const PhaseRecord& phase) {
  return {{"phase", phase.phase},
          {"start_ns", phase.start_ns},
          {"length_ns", phase.length_ns},
          {"cpu_ns", phase.cpu_ns},
          {"minor_faults", phase.minor_faults},
          {"major_faults", phase.major_faults},
          {"voluntary_switches", phase.voluntary_switches},
          {"involuntary_switches", phase.involuntary_switches},
          {"collections", phase.collections}};
}

json to_json(const std::optional<AllocationCounts>& allocations) {
  if (!allocations) return nullptr;
  return {{"objects", allocations->objects},
          {"bytes_requested", allocations->bytes_requested},
          {"bytes_served", allocations->bytes_served},
          {"frees", allocations->frees}};
}

std::string histograms_text(const ChildResult& result) {
  std::string text = "{\"service\":" + histogram_text(result.service);
  if (result.response.total() > 0) text += ",\"response\":" + histogram_text(result.response);
  return text + "}";
}

std::string gaps_text(const std::vector<Gap>& gaps, GapFields fields) {
  std::string text = "[";
  for (const Gap& gap : gaps) {
    if (text.size() > 1) text += ',';
    text +=
        "{\"start_ns\":" + std::to_string(gap.start_ns) + ",\"length_ns\":" + std::to_string(gap.length_ns);
    if (fields != GapFields::kTimes) text += ",\"phase\":" + dump(gap.phase);
    if (fields == GapFields::kAll) {
      text += ",\"cause\":" + dump(gap.cause) + ",\"thread\":" + std::to_string(gap.thread);
    }
    text += '}';
  }
  return text + "]";
}

std::string phase_line(std::string_view phase) {
  return dump({{"type", "phase"}, {"phase", phase}}) + "\n";
}

std::string failed_line(std::string_view status, std::string_view reason) {
  return dump({{"type", "failed"}, {"status", status}, {"reason", reason}}) + "\n";
}

std::string to_json_line(const ChildResult& result) {
  std::string line = dump(short_fields(result));
  line.back() = ',';
  line += "\"histograms\":" + histograms_text(result);
  if (result.latency_series) line += ",\"latency_series\":" + latency_series_text(*result.latency_series);
  line += ",\"interruptions\":";
  line += gaps_text(result.interruptions, GapFields::kAll);
  line += ",\"pauses\":";
  line += gaps_text(result.pauses, GapFields::kTimes);
  line += "}\n";
  return line;
}

}  // namespace ovg::record
