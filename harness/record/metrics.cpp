#include "harness/record/metrics.h"

#include <array>

namespace ovg::record {

namespace {

constexpr auto kMetrics = std::to_array<Metric>({
    {"ops", "ops", "more", "count", "throughput", "ops"},
    {"ops_per_s", "ops/s", "more", "time", "throughput", "ops per s"},
    {"cpu_ns_per_op", "ns", "less", "time", "cpu", "CPU time per op"},
    {"achieved_rate_per_s", "ops/s", "more", "time", "throughput", "achieved rate"},
    {"service_p50_ns", "ns", "less", "time", "service", "service time, p50"},
    {"service_p90_ns", "ns", "less", "time", "service", "service time, p90"},
    {"service_p99_ns", "ns", "less", "time", "service", "service time, p99"},
    {"service_p999_ns", "ns", "less", "time", "service", "service time, p99.9"},
    {"service_p9999_ns", "ns", "less", "time", "service", "service time, p99.99"},
    {"service_max_ns", "ns", "less", "time", "service", "longest service time"},
    {"response_p50_ns", "ns", "less", "time", "response", "response time, p50"},
    {"response_p90_ns", "ns", "less", "time", "response", "response time, p90"},
    {"response_p99_ns", "ns", "less", "time", "response", "response time, p99"},
    {"response_p999_ns", "ns", "less", "time", "response", "response time, p99.9"},
    {"response_p9999_ns", "ns", "less", "time", "response", "response time, p99.99"},
    {"response_max_ns", "ns", "less", "time", "response", "longest response time"},
    {"setup_ns", "ns", "less", "time", "", "length of setup"},
    {"steady_ns", "ns", "less", "time", "", "length of steady"},
    {"drop_ns", "ns", "less", "time", "", "length of drop"},
    {"trim_ns", "ns", "less", "time", "", "length of trim"},
    {"gc_collections", "collections", "less", "count", "collections", "collections"},
    {"gc_steady_collections", "collections", "less", "count", "collections", "collections in steady"},
    {"gc_pause_total_ns", "ns", "less", "time", "collections", "all reported pauses"},
    {"gc_pause_max_ns", "ns", "less", "time", "collections", "longest reported pause"},
    {"heap_in_use_bytes", "bytes", "less", "bytes", "collections", "heap in use after setup"},
    {"heap_initial_bytes", "bytes", "less", "bytes", "collections", "heap when warm-up began"},
    {"heap_final_bytes", "bytes", "less", "bytes", "collections", "heap at the end of drop"},
    {"rss_baseline_bytes", "bytes", "less", "bytes", "memory", "RSS before setup"},
    {"rss_harness_bytes", "bytes", "less", "bytes", "memory", "RSS of the harness"},
    {"rss_peak_bytes", "bytes", "less", "bytes", "memory", "peak RSS"},
    {"rss_steady_bytes", "bytes", "less", "bytes", "memory", "RSS at the end of steady"},
    {"rss_after_drop_bytes", "bytes", "less", "bytes", "memory", "RSS after drop"},
    {"rss_after_trim_bytes", "bytes", "less", "bytes", "memory", "RSS after trim"},
    {"minor_faults", "faults", "less", "count", "memory", "minor faults"},
    {"bloat", "ratio", "less", "share", "memory", "bloat"},
    {"objects_allocated", "objects", "less", "count", "memory", "objects allocated"},
    {"bytes_allocated", "bytes", "less", "bytes", "memory", "bytes allocated"},
    {"object_size_served", "bytes", "less", "bytes", "memory", "size of an object as served"},
    {"interruptions", "interruptions", "less", "count", "interruptions", "interruptions"},
    {"interruption_total_ns", "ns", "less", "time", "interruptions", "all interruptions"},
    {"interruption_max_ns", "ns", "less", "time", "interruptions", "longest interruption"},
    {"mmu_1ms", "share", "more", "share", "interruptions", "MMU over 1 ms"},
    {"mmu_10ms", "share", "more", "share", "interruptions", "MMU over 10 ms"},
    {"mmu_100ms", "share", "more", "share", "interruptions", "MMU over 100 ms"},
    {"gc_mmu_1ms", "share", "more", "share", "collections", "MMU over 1 ms, by reported pauses"},
    {"gc_mmu_10ms", "share", "more", "share", "collections", "MMU over 10 ms, by reported pauses"},
    {"gc_mmu_100ms", "share", "more", "share", "collections", "MMU over 100 ms, by reported pauses"},
    {"deadline_miss_1ms", "share", "less", "share", "interruptions", "missed deadlines of 1 ms"},
    {"deadline_miss_16ms", "share", "less", "share", "interruptions", "missed deadlines of 16.6 ms"},
});

}  // namespace

std::span<const Metric> metrics() {
  return kMetrics;
}

}  // namespace ovg::record
