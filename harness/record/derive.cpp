#include "harness/record/derive.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace ovg::record {

namespace {

class Metrics {
 public:
  void add(const std::string& name, double value, const char* unit, const char* better, const char* kind) {
    found_.insert_or_assign(name, Metric{value, unit, better, kind});
  }
  void time(const std::string& name, std::uint64_t ns) { add(name, as_double(ns), "ns", "less", "time"); }
  void bytes(const std::string& name, std::uint64_t bytes) {
    add(name, as_double(bytes), "bytes", "less", "bytes");
  }
  void count(const std::string& name, std::uint64_t count, const char* unit, const char* better = "less") {
    add(name, as_double(count), unit, better, "count");
  }
  static double as_double(std::uint64_t value) { return static_cast<double>(value); }
  std::map<std::string, Metric> take() { return std::move(found_); }

 private:
  std::map<std::string, Metric> found_;
};

/// A phase by its name; the sum when it ran more than once.
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
  }
  return sum;
}

void add_rates(const ChildResult& result, Metrics& metrics) {
  metrics.count("ops", result.ops, "ops", "more");
  const auto steady = find_phase(result, "steady");
  if (!steady) return;
  metrics.count("minor_faults", steady->minor_faults, "faults");
  if (result.ops == 0) return;
  const double ops = Metrics::as_double(result.ops);
  metrics.add("cpu_ns_per_op", Metrics::as_double(steady->cpu_ns) / ops, "ns", "less", "time");
  if (steady->length_ns == 0) return;
  metrics.add("ops_per_s", ops / (Metrics::as_double(steady->length_ns) * 1e-9), "ops/s", "more", "time");
}

void add_service_times(const ChildResult& result, Metrics& metrics) {
  constexpr std::array<std::pair<const char*, double>, 5> kPercentiles = {{
      {"service_p50_ns", 50},
      {"service_p90_ns", 90},
      {"service_p99_ns", 99},
      {"service_p999_ns", 99.9},
      {"service_p9999_ns", 99.99},
  }};
  for (const auto& [name, percentile] : kPercentiles) {
    const auto value = result.service.supported_percentile_ns(percentile);
    if (value) metrics.time(name, *value);
  }
  if (result.service.total() > 0) metrics.time("service_max_ns", result.service.max_ns());
}

void add_phases(const ChildResult& result, Metrics& metrics) {
  for (const char* name : {"setup", "steady", "drop", "trim"}) {
    const auto phase = find_phase(result, name);
    if (phase) metrics.time(std::string(name) + "_ns", phase->length_ns);
  }
}

void add_collector(const ChildResult& result, Metrics& metrics) {
  metrics.count("gc_collections", result.manager.collections, "collections");
  metrics.time("gc_pause_total_ns", result.pause_total_ns);
  metrics.time("gc_pause_max_ns", result.pause_max_ns);
}

void add_memory(const ChildResult& result, Metrics& metrics) {
  const MemoryMarks& memory = result.memory;
  metrics.bytes("rss_baseline_bytes", memory.baseline_bytes);
  metrics.bytes("rss_harness_bytes",
                memory.baseline_bytes - std::min(memory.at_start_bytes, memory.baseline_bytes));
  metrics.bytes("rss_peak_bytes", memory.peak_bytes);
  metrics.bytes("rss_steady_bytes", memory.steady_bytes);
  metrics.bytes("rss_after_drop_bytes", memory.after_drop_bytes);
  metrics.bytes("rss_after_trim_bytes", memory.after_trim_bytes);
}

void add_interruptions(const ChildResult& result, Metrics& metrics) {
  std::uint64_t count = 0;
  std::uint64_t total_ns = 0;
  std::uint64_t max_ns = 0;
  for (const Gap& gap : result.interruptions) {
    if (gap.phase != "steady") continue;
    ++count;
    total_ns += gap.length_ns;
    max_ns = std::max(max_ns, gap.length_ns);
  }
  metrics.count("interruption_count", count, "interruptions");
  metrics.time("interruption_total_ns", total_ns);
  metrics.time("interruption_max_ns", max_ns);
}

}  // namespace

std::map<std::string, Metric> derive_metrics(const ChildResult& result) {
  Metrics metrics;
  add_rates(result, metrics);
  add_service_times(result, metrics);
  add_phases(result, metrics);
  add_collector(result, metrics);
  add_memory(result, metrics);
  add_interruptions(result, metrics);
  return metrics.take();
}

std::vector<Gap> place_in_phases(std::vector<Gap> pauses, const std::vector<PhaseRecord>& phases) {
  for (Gap& pause : pauses) {
    for (const PhaseRecord& phase : phases) {
      if (pause.phase.empty() || phase.start_ns <= pause.start_ns) pause.phase = phase.phase;
    }
  }
  return pauses;
}

}  // namespace ovg::record
