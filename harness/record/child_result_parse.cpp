#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/record/child_result_json.h"
#include "harness/record/histogram_json.h"
#include "harness/record/read_parts.h"

namespace ovg::record {

namespace {

Gap read_pause(const JsonFields& fields) {
  return {
      .start_ns = fields.count("start_ns"), .length_ns = fields.count("length_ns"), .phase = {}, .cause = {}};
}

Gap read_interruption(const JsonFields& fields) {
  Gap gap = read_pause(fields);
  gap.phase = fields.text("phase");
  gap.cause = fields.text("cause");
  gap.thread = fields.small_count("thread");
  return gap;
}

MemoryMarks read_memory(const JsonFields& fields) {
  return {.at_start_bytes = fields.count("at_start_bytes"),
          .baseline_bytes = fields.count("baseline_bytes"),
          .steady_bytes = fields.count("steady_bytes"),
          .after_drop_bytes = fields.count("after_drop_bytes"),
          .after_trim_bytes = fields.count("after_trim_bytes"),
          .peak_bytes = fields.count("peak_bytes")};
}

std::string read_digest(const JsonFields& fields) {
  const std::string digest = fields.text("digest");
  if (!is_digest(digest)) fields.fail("digest", "is not 16 lower-case hex digits");
  return digest;
}

void read_what_was_run(const JsonFields& fields, ChildResult& result) {
  if (fields.count("protocol") != kProtocolVersion) fields.fail("protocol", "is not 1");
  result.workload = fields.text("workload");
  result.variant = fields.text("variant");
  result.config = fields.text("config");
  result.scale = fields.text("scale");
  result.threads = fields.small_count("threads");
  result.script_seed = fields.count("script_seed");
  result.live_mib = fields.count("live_mib");
  result.heap_limit_bytes = fields.count("heap_limit_bytes");
  result.rate_per_s = fields.number("rate_per_s");
  result.rounds = fields.count("rounds");
  result.items_per_op = fields.small_count("items_per_op");
  result.item = fields.text("item");
}

void read_what_was_observed(const JsonFields& fields, ChildResult& result) {
  result.ops = fields.count("ops");
  result.digest = read_digest(fields);
  result.rounds_agree = fields.flag("rounds_agree");
  result.census = read_census(fields.object("census"));
  result.expected_census = read_census(fields.object("expected_census"));
}

/// Every op is in both, and the longest one is the same.
void check_slices(const JsonFields& fields, std::string_view name, const std::vector<LatencySlice>& slices,
                  const measure::Histogram& histogram) {
  using measure::Histogram;
  const bool agree = total_of(slices) == histogram.total() &&
                     Histogram::index_of(max_of(slices)) == Histogram::index_of(histogram.max_ns());
  if (!agree) fields.fail(name, "contradicts the histogram");
}

void read_series(const JsonFields& fields, ChildResult& result) {
  if (!fields.has("latency_series")) return;
  const JsonFields series = fields.object("latency_series");
  result.latency_series = read_latency_series(series);
  if (result.rate_per_s == 0) result.latency_series->response.clear();  // as with histograms
  check_slices(series, "service", result.latency_series->service, result.service);
  check_slices(series, "response", result.latency_series->response, result.response);
}

void read_times(const JsonFields& fields, ChildResult& result) {
  result.clock = read_clock(fields.object("clock"));
  result.epoch_monotonic_ns = fields.count("epoch_monotonic_ns");
  fields.each_object("phases", [&](const JsonFields& phase) { result.phases.push_back(read_phase(phase)); });
  const bool has_steady = std::any_of(result.phases.begin(), result.phases.end(),
                                      [](const PhaseRecord& phase) { return phase.phase == "steady"; });
  if (!has_steady) fields.fail("phases", "holds no steady phase");
  const JsonFields histograms = fields.object("histograms");
  result.service = histogram_from(histograms, "service");
  if (result.rate_per_s > 0) result.response = histogram_from(histograms, "response");
  read_series(fields, result);
}

void read_loop(const JsonFields& fields, ChildResult& result) {
  result.live_bytes = fields.count("live_bytes");
  result.kept_up = fields.flag("kept_up");
  result.waited_ns = fields.count("waited_ns");
  fields.each_object("frames", [&](const JsonFields& count) {
    result.frames.push_back({.frame_ns = count.count("frame_ns"),
                             .frames = count.count("frames"),
                             .broken = count.count("broken")});
    if (result.frames.back().broken > result.frames.back().frames) {
      count.fail("broken", "is more than frames");
    }
  });
}

void read_gaps(const JsonFields& fields, ChildResult& result) {
  result.interruption_threshold_ns = fields.count("interruption_threshold_ns");
  fields.each_object("interruptions",
                     [&](const JsonFields& gap) { result.interruptions.push_back(read_interruption(gap)); });
  result.interruptions_lost = fields.count("interruptions_lost");
  fields.each_object("pauses", [&](const JsonFields& gap) { result.pauses.push_back(read_pause(gap)); });
  result.pauses_lost = fields.count("pauses_lost");
  result.pause_total_ns = fields.count("pause_total_ns");
  result.pause_max_ns = fields.count("pause_max_ns");
}

void read_surroundings(const JsonFields& fields, ChildResult& result) {
  result.memory = read_memory(fields.object("memory"));
  const JsonFields manager = fields.object("manager");
  result.manager = {.collections = manager.count("collections"),
                    .heap_bytes = manager.count("heap_bytes"),
                    .policy = manager.text("policy")};
  result.allocations = read_allocations(fields, "allocations");
  const JsonFields env = fields.object("env");
  result.env = {.allocator = env.text("allocator"),
                .ever_threaded = env.flag("ever_threaded"),
                .variables = env.texts("variables")};
}

}  // namespace

ChildResult child_result_from_json(const nlohmann::json& line) {
  const JsonFields fields(line);
  ChildResult result;
  read_what_was_run(fields, result);
  read_what_was_observed(fields, result);
  read_times(fields, result);
  read_loop(fields, result);
  read_gaps(fields, result);
  read_surroundings(fields, result);
  return result;
}

}  // namespace ovg::record
