#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/host/host_files.h"

namespace ovg::runner::host {

/// Counters of the host at one moment; absent is what it does not tell.
struct NoiseReading {
  std::uint64_t monotonic_ns = 0;
  std::optional<std::uint64_t> steal_ticks;
  std::optional<std::uint64_t> wanted_ticks;  // of all CPUs: running something, or robbed of it
  std::optional<std::uint64_t> throttled_periods;
  std::optional<std::uint64_t> throttled_ns;
  std::optional<std::uint64_t> cpu_stalled_us;     // some task waited for a CPU
  std::optional<std::uint64_t> memory_stalled_us;  // some task waited for memory
  std::optional<std::uint64_t> frequency_khz;      // of the fastest CPU
};

/// Reads /proc/stat, cpu.stat of our cgroup and of those above it (versions 1 and 2), /proc/pressure and
/// cpufreq. Takes some 0.1 ms of the runner's own time while no child runs.
NoiseReading read_noise(const HostFiles& files);

/// What the counters say of the time between two readings. Counters that went backwards, as some hypervisors
/// let steal do, count as 0.
///
/// Steal is a share of the time in which CPUs had something to run: of all time, it would shrink with the
/// number of idle CPUs. The frequency is that of the fastest CPU: the mean over all would follow how deep the
/// idle ones sleep, and mark every trial where a governor does its work.
record::Noise noise_between(const NoiseReading& before, const NoiseReading& after);

/// Beyond these a trial is `noisy`. The kernel counts steal in ticks of 1 to 10 ms, so that a short trial has
/// over 1 % as soon as one tick falls into it: two are asked for.
inline constexpr double kHighestStealShare = 0.01;
inline constexpr std::uint64_t kFewestStealTicks = 2;
inline constexpr double kHighestFrequencyDrift = 0.03;
inline constexpr double kHighestClockDriftPpm = 1000;  // 0.1 %

/// Why the numbers of a trial are not to be trusted, with figures; empty for a quiet one. What the host does
/// not tell is no reason. Pressure and hiccups are none either: they show load, of which the trial itself is
/// a part.
std::vector<std::string> reasons_for_noise(const record::Noise& noise);

}  // namespace ovg::runner::host
