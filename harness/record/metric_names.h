#pragma once

#include <array>
#include <string_view>

namespace ovg::record {

/// Every metric that a trial can have: the table in docs/protocol.md. derive.cpp makes some of the names from
/// parts; a test holds this list against what it makes.
inline constexpr auto kMetricNames = std::to_array<std::string_view>({
    "ops",
    "ops_per_s",
    "cpu_ns_per_op",
    "achieved_rate_per_s",
    "service_p50_ns",
    "service_p90_ns",
    "service_p99_ns",
    "service_p999_ns",
    "service_p9999_ns",
    "service_max_ns",
    "response_p50_ns",
    "response_p90_ns",
    "response_p99_ns",
    "response_p999_ns",
    "response_p9999_ns",
    "response_max_ns",
    "setup_ns",
    "steady_ns",
    "drop_ns",
    "trim_ns",
    "gc_collections",
    "gc_pause_total_ns",
    "gc_pause_max_ns",
    "rss_baseline_bytes",
    "rss_harness_bytes",
    "rss_peak_bytes",
    "rss_steady_bytes",
    "rss_after_drop_bytes",
    "rss_after_trim_bytes",
    "minor_faults",
    "bloat",
    "objects_allocated",
    "bytes_allocated",
    "object_size_served",
    "interruptions",
    "interruption_count",
    "interruption_total_ns",
    "interruption_max_ns",
    "mmu_1ms",
    "mmu_10ms",
    "mmu_100ms",
    "gc_mmu_1ms",
    "gc_mmu_10ms",
    "gc_mmu_100ms",
    "deadline_miss_1ms",
    "deadline_miss_16ms",
});

bool is_metric(std::string_view name);

}  // namespace ovg::record
