#include "harness/record/child_result_json.h"

#include <algorithm>

#include "harness/record/described_parts.h"
#include "harness/record/histogram_json.h"

namespace ovg::record {

using nlohmann::json;

OVG_DESCRIBE(MemoryMarks, at_start_bytes, baseline_bytes, steady_bytes, after_drop_bytes, after_trim_bytes, peak_bytes)
OVG_DESCRIBE(ManagerFigures, collections, in_use_bytes, initial_heap_bytes, heap_bytes, settings)
OVG_DESCRIBE(ChildEnvironment, allocator, ever_threaded, variables)

template <class Fields>
void describe(Fields& fields, Like<Fields, FrameCount>& message) {
  OVG_FIELDS(frame_ns, frames, broken)
  fields.check(message.broken <= message.frames, "broken", "is more than frames");
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
void describe(Fields& fields, Like<Fields, ChildResult>& message) {
  fields.constant("protocol", kProtocolVersion);
  OVG_FIELDS(workload, variant, config, scale, threads, script_seed, live_mib, heap_limit_bytes, rate_per_s, arrivals,
             rounds, items_per_op, item, ops, digest, rounds_agree, census, expected_census, clock, epoch_monotonic_ns,
             phases, live_bytes, kept_up, waited_ns, frames, interruption_threshold_ns, interruptions_lost, pauses_lost,
             pause_total_ns, pause_max_ns, memory, manager, allocations, env)
  fields.check(is_digest(message.digest), "digest", "is not 16 lower-case hex digits");
  const bool has_steady =
      std::ranges::any_of(message.phases, [](const PhaseRecord& phase) { return phase.phase == "steady"; });
  fields.check(has_steady, "phases", "holds no steady phase");
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
