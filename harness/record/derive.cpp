#include "harness/record/derive.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "harness/record/stops.h"

namespace ovg::record {

namespace {

using Metrics = std::map<std::string, double>;

double as_double(std::uint64_t value) {
  return static_cast<double>(value);
}

void add_rates(const ChildResult& result, Metrics& metrics) {
  metrics["ops"] = as_double(result.ops);
  const auto steady = find_phase(result, "steady");
  if (!steady) return;
  metrics["minor_faults"] = as_double(steady->minor_faults);
  if (result.ops == 0) return;
  const double ops = as_double(result.ops);
  const std::uint64_t worked_ns = steady->cpu_ns - std::min(result.waited_ns, steady->cpu_ns);
  metrics["cpu_ns_per_op"] = as_double(worked_ns) / ops;
  const auto rate = achieved_rate_per_s(result);
  if (!rate) return;
  metrics["ops_per_s"] = *rate;
  if (result.rate_per_s > 0) metrics["achieved_rate_per_s"] = *rate;
}

void add_percentiles(const measure::Histogram& histogram, const std::string& what, Metrics& metrics) {
  constexpr std::array<std::pair<const char*, double>, 5> kPercentiles = {
      {{"_p50_ns", 50}, {"_p90_ns", 90}, {"_p99_ns", 99}, {"_p999_ns", 99.9}, {"_p9999_ns", 99.99}}};
  for (const auto& [name, percentile] : kPercentiles) {
    const auto value = histogram.supported_percentile_ns(percentile);
    if (value) metrics[what + name] = as_double(*value);
  }
  if (histogram.total() > 0) metrics[what + "_max_ns"] = as_double(histogram.max_ns());
}

void add_phases(const ChildResult& result, Metrics& metrics) {
  for (const char* name : {"setup", "steady", "drop", "trim"}) {
    const auto phase = find_phase(result, name);
    if (phase) metrics[std::string(name) + "_ns"] = as_double(phase->length_ns);
  }
}

void add_collector(const ChildResult& result, Metrics& metrics) {
  metrics["gc_collections"] = as_double(result.manager.collections);
  if (const auto steady = find_phase(result, "steady"))
    metrics["gc_steady_collections"] = as_double(steady->collections);
  metrics["gc_pause_total_ns"] = as_double(result.pause_total_ns);
  metrics["gc_pause_max_ns"] = as_double(result.pause_max_ns);
  metrics["heap_in_use_bytes"] = as_double(result.manager.in_use_bytes);
  metrics["heap_initial_bytes"] = as_double(result.manager.initial_heap_bytes);
  metrics["heap_final_bytes"] = as_double(result.manager.heap_bytes);
}

void add_memory(const ChildResult& result, Metrics& metrics) {
  const MemoryMarks& memory = result.memory;
  metrics["rss_baseline_bytes"] = as_double(memory.baseline_bytes);
  metrics["rss_harness_bytes"] =
      as_double(memory.baseline_bytes - std::min(memory.at_start_bytes, memory.baseline_bytes));
  metrics["rss_peak_bytes"] = as_double(memory.peak_bytes);
  metrics["rss_steady_bytes"] = as_double(memory.steady_bytes);
  metrics["rss_after_drop_bytes"] = as_double(memory.after_drop_bytes);
  metrics["rss_after_trim_bytes"] = as_double(memory.after_trim_bytes);
  if (result.live_bytes == 0) return;
  const std::uint64_t own_bytes = memory.steady_bytes - std::min(memory.baseline_bytes, memory.steady_bytes);
  metrics["bloat"] = as_double(own_bytes) / as_double(result.live_bytes);
}

void add_interruptions(const ChildResult& result, Metrics& metrics) {
  std::uint64_t count = 0;
  std::uint64_t total_ns = 0;
  std::uint64_t max_ns = 0;
  for (const Gap& gap : result.interruptions) {
    if (gap.phase != "steady" || gap.cause == kIdle) continue;
    ++count;
    total_ns += gap.length_ns;
    max_ns = std::max(max_ns, gap.length_ns);
  }
  metrics["interruptions"] = as_double(count);
  metrics["interruption_total_ns"] = as_double(total_ns);
  metrics["interruption_max_ns"] = as_double(max_ns);
}

void add_utilisation(const ChildResult& result, Metrics& metrics) {
  constexpr std::array<std::pair<const char*, std::uint64_t>, 3> kWindows = {
      {{"mmu_1ms", 1'000'000}, {"mmu_10ms", 10'000'000}, {"mmu_100ms", 100'000'000}}};
  const SteadyStops stops(result);
  for (const auto& [name, window_ns] : kWindows) {
    const auto felt = stops.mmu_of_interruptions(window_ns);
    if (felt) metrics[name] = *felt;
    const auto reported = stops.mmu_of_pauses(window_ns);
    if (reported) metrics[std::string("gc_") + name] = *reported;
  }
}

void add_deadlines(const ChildResult& result, Metrics& metrics) {
  for (const FrameCount& count : result.frames) {
    if (count.frames == 0) continue;
    const std::string name = "deadline_miss_" + std::to_string(count.frame_ns / 1'000'000) + "ms";
    metrics[name] = as_double(count.broken) / as_double(count.frames);
  }
}

}  // namespace

std::optional<PhaseRecord> find_phase(const ChildResult& result, std::string_view name) {
  std::optional<PhaseRecord> sum;
  for (const PhaseRecord& phase : result.phases) {
    if (phase.phase != name) continue;
    if (!sum) {
      sum = phase;
      continue;
    }
    sum->length_ns += phase.length_ns;
    sum->cpu_ns += phase.cpu_ns;
    sum->minor_faults += phase.minor_faults;
    sum->collections += phase.collections;
  }
  return sum;
}

std::optional<double> achieved_rate_per_s(const ChildResult& result) {
  const auto steady = find_phase(result, "steady");
  if (!steady || steady->length_ns == 0 || result.ops == 0) return std::nullopt;
  return as_double(result.ops) / (as_double(steady->length_ns) * 1e-9);
}

bool is_saturated(const ChildResult& result) {
  return result.rate_per_s > 0 && !result.kept_up;
}

std::map<std::string, double> derive_metrics(const ChildResult& result) {
  Metrics metrics;
  add_rates(result, metrics);
  add_percentiles(result.service, "service", metrics);
  const bool responds = result.rate_per_s > 0 && !is_saturated(result);
  if (responds) add_percentiles(result.response, "response", metrics);
  add_phases(result, metrics);
  add_collector(result, metrics);
  add_memory(result, metrics);
  add_interruptions(result, metrics);
  add_utilisation(result, metrics);
  // What is late because the rate is beyond reach says nothing of when the cost is paid.
  if (!is_saturated(result)) add_deadlines(result, metrics);
  return metrics;
}

std::vector<Gap> place_in_phases(std::vector<Gap> pauses, const std::vector<PhaseRecord>& phases) {
  for (Gap& pause : pauses) {
    for (const PhaseRecord& phase : phases) {
      if (pause.phase.empty() || phase.start_ns <= pause.start_ns) pause.phase = phase.phase;
    }
  }
  return pauses;
}

std::map<std::string, double> allocation_metrics(const AllocationCounts& per_round, std::uint64_t rounds) {
  const auto objects = static_cast<double>(per_round.objects);
  const auto repeated = static_cast<double>(rounds);
  std::map<std::string, double> metrics = {
      {"objects_allocated", objects * repeated},
      {"bytes_allocated", static_cast<double>(per_round.bytes_requested) * repeated}};
  if (per_round.objects > 0) {
    metrics["object_size_served"] = static_cast<double>(per_round.bytes_served) / objects;
  }
  return metrics;
}

}  // namespace ovg::record
