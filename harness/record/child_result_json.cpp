#include "harness/record/child_result_json.h"

#include <algorithm>

#include "harness/record/described_parts.h"
#include "harness/record/histogram_json.h"

namespace ovg::record {

using nlohmann::json;

template <class Fields>
void describe(Fields& fields, Like<Fields, MemoryMarks>& memory) {
  fields("at_start_bytes", memory.at_start_bytes);
  fields("baseline_bytes", memory.baseline_bytes);
  fields("steady_bytes", memory.steady_bytes);
  fields("after_drop_bytes", memory.after_drop_bytes);
  fields("after_trim_bytes", memory.after_trim_bytes);
  fields("peak_bytes", memory.peak_bytes);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, ManagerFigures>& manager) {
  fields("collections", manager.collections);
  fields("heap_bytes", manager.heap_bytes);
  fields("settings", manager.settings);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, ChildEnvironment>& env) {
  fields("allocator", env.allocator);
  fields("ever_threaded", env.ever_threaded);
  fields("variables", env.variables);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, FrameCount>& count) {
  fields("frame_ns", count.frame_ns);
  fields("frames", count.frames);
  fields("broken", count.broken);
  fields.check(count.broken <= count.frames, "broken", "is more than frames");
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Gap>& gap, GapFields which) {
  fields("start_ns", gap.start_ns);
  fields("length_ns", gap.length_ns);
  if (which == GapFields::kTimes) return;
  fields("phase", gap.phase);
  if (which == GapFields::kPhase) return;
  fields("cause", gap.cause);
  fields("thread", gap.thread);
}

/// Everything but histograms, series and gaps, which may be long and are appended as text.
template <class Fields>
void describe(Fields& fields, Like<Fields, ChildResult>& result) {
  fields.constant("protocol", kProtocolVersion);
  fields("workload", result.workload);
  fields("variant", result.variant);
  fields("config", result.config);
  fields("scale", result.scale);
  fields("threads", result.threads);
  fields("script_seed", result.script_seed);
  fields("live_mib", result.live_mib);
  fields("heap_limit_bytes", result.heap_limit_bytes);
  fields("rate_per_s", result.rate_per_s);
  fields("rounds", result.rounds);
  fields("items_per_op", result.items_per_op);
  fields("item", result.item);
  fields("ops", result.ops);
  fields("digest", result.digest);
  fields.check(is_digest(result.digest), "digest", "is not 16 lower-case hex digits");
  fields("rounds_agree", result.rounds_agree);
  fields("census", result.census);
  fields("expected_census", result.expected_census);
  fields("clock", result.clock);
  fields("epoch_monotonic_ns", result.epoch_monotonic_ns);
  fields("phases", result.phases);
  const bool has_steady =
      std::ranges::any_of(result.phases, [](const PhaseRecord& phase) { return phase.phase == "steady"; });
  fields.check(has_steady, "phases", "holds no steady phase");
  fields("live_bytes", result.live_bytes);
  fields("kept_up", result.kept_up);
  fields("waited_ns", result.waited_ns);
  fields("frames", result.frames);
  fields("interruption_threshold_ns", result.interruption_threshold_ns);
  fields("interruptions_lost", result.interruptions_lost);
  fields("pauses_lost", result.pauses_lost);
  fields("pause_total_ns", result.pause_total_ns);
  fields("pause_max_ns", result.pause_max_ns);
  fields("memory", result.memory);
  fields("manager", result.manager);
  fields("allocations", result.allocations);
  fields("env", result.env);
}

namespace {

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Every op is in both, and the longest one is the same.
void check_slices(const JsonFields& fields, std::string_view name, const std::vector<LatencySlice>& slices,
                  const measure::Histogram& histogram) {
  using measure::Histogram;
  const bool agree = total_of(slices) == histogram.total() &&
                     Histogram::index_of(max_of(slices)) == Histogram::index_of(histogram.max_ns());
  if (!agree) fields.fail(name, "contradicts the histogram");
}

void read_latencies(const JsonFields& fields, ChildResult& result) {
  const JsonFields histograms = fields.object("histograms");
  result.service = histogram_from(histograms, "service");
  if (result.rate_per_s > 0) result.response = histogram_from(histograms, "response");
  if (!fields.has("latency_series")) return;
  const JsonFields series = fields.object("latency_series");
  result.latency_series = read_latency_series(series);
  if (result.rate_per_s == 0) result.latency_series->response.clear();  // as with histograms
  check_slices(series, "service", result.latency_series->service, result.service);
  check_slices(series, "response", result.latency_series->response, result.response);
}

std::vector<Gap> read_gaps(const JsonFields& fields, std::string_view name, GapFields which) {
  std::vector<Gap> gaps;
  fields.each_object(name, [&](const JsonFields& item) {
    FieldReader reader(item);
    describe(reader, gaps.emplace_back(), which);
  });
  return gaps;
}

}  // namespace

std::string histograms_text(const ChildResult& result) {
  std::string text = "{\"service\":" + histogram_text(result.service);
  if (result.response.total() > 0) text += ",\"response\":" + histogram_text(result.response);
  return text + "}";
}

std::string gaps_text(const std::vector<Gap>& gaps, GapFields which) {
  std::string text = "[";
  json item;
  for (const Gap& gap : gaps) {
    FieldWriter writer(item);
    describe(writer, gap, which);
    if (text.size() > 1) text += ',';
    text += dump(item);
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
  json short_fields = json_of(result);
  short_fields["type"] = "result";
  std::string line = dump(short_fields);
  line.back() = ',';
  line += "\"histograms\":" + histograms_text(result);
  if (result.latency_series) line += ",\"latency_series\":" + latency_series_text(*result.latency_series);
  line += ",\"interruptions\":" + gaps_text(result.interruptions, GapFields::kAll);
  line += ",\"pauses\":" + gaps_text(result.pauses, GapFields::kTimes);
  return line + "}\n";
}

ChildResult child_result_from_json(const json& line) {
  const JsonFields fields(line);
  auto result = message_in<ChildResult>(fields);
  read_latencies(fields, result);
  result.interruptions = read_gaps(fields, "interruptions", GapFields::kAll);
  result.pauses = read_gaps(fields, "pauses", GapFields::kTimes);
  return result;
}

}  // namespace ovg::record
