#pragma once

#include <cstdint>
#include <optional>

namespace ovg::record {

/// What the host did to a trial, from spawn to reaped. Absent is what the host does not tell; 0 is a reading.
struct Noise {
  /// Of the time in which CPUs had something to run, the share that the hypervisor gave to others; 0 to 1.
  std::optional<double> steal_share;
  std::optional<std::uint64_t> steal_ticks;
  /// Periods in which the cgroup or one above it had used up its CPU time, and how long it then waited.
  std::optional<std::uint64_t> throttled_periods;
  std::optional<std::uint64_t> throttled_ns;
  std::optional<std::uint64_t> major_faults;  // of the child, all its phases
  std::optional<double> frequency_drift;      // of the fastest CPU, after against before; 0.03 is 3 % faster
  /// Shares of the time in which some task of the host waited for a CPU, or for memory; 0 to 1.
  std::optional<double> cpu_pressure_share;
  std::optional<double> memory_pressure_share;
  /// How often, how long in all and how long at most a thread that only sleeps was woken too late.
  std::optional<std::uint64_t> hiccups;
  std::optional<std::uint64_t> hiccup_total_ns;
  std::optional<std::uint64_t> hiccup_max_ns;
  std::optional<double> clock_drift_ppm;  // of the child's clock against the system's
};

}  // namespace ovg::record
