#include "harness/runner/host/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "harness/runner/host/cgroup.h"
#include "harness/runner/os/clocks.h"

namespace ovg::runner::host {

namespace {

using Count = std::optional<std::uint64_t>;

void read_ticks(const HostFiles& files, NoiseReading& reading) {
  // guest and guest_nice, which follow, are in user and nice already.
  enum { kUser, kNice, kSystem, kIdle, kIowait, kIrq, kSoftirq, kSteal, kColumns };
  std::istringstream line(files.text("/proc/stat").value_or(""));
  std::string name;
  std::array<std::uint64_t, kColumns> ticks{};
  line >> name;
  for (std::uint64_t& column : ticks) line >> column;
  if (!line || name != "cpu") return;
  reading.steal_ticks = ticks[kSteal];
  reading.wanted_ticks = ticks[kUser] + ticks[kNice] + ticks[kSystem] + ticks[kIrq] + ticks[kSoftirq] + ticks[kSteal];
}

/// The sum over our group and those above it, in which any limit stops us; absent where none counts.
Count sum_over(const HostFiles& files, const std::vector<std::string>& folders, const char* key) {
  Count sum;
  for (const std::string& folder : folders) {
    const Count value = files.field_number(folder + "/cpu.stat", key);
    if (value) sum = sum.value_or(0) + *value;
  }
  return sum;
}

void read_throttling(const HostFiles& files, NoiseReading& reading) {
  const Cgroup cgroup(files);
  reading.throttled_periods = sum_over(files, cgroup.unified(), "nr_throttled");
  if (reading.throttled_periods) {
    const Count us = sum_over(files, cgroup.unified(), "throttled_usec");
    if (us) reading.throttled_ns = *us * 1'000;
    return;
  }
  const std::vector<std::string> folders = cgroup.of_controller("cpu");
  reading.throttled_periods = sum_over(files, folders, "nr_throttled");
  reading.throttled_ns = sum_over(files, folders, "throttled_time");
}

/// "some avg10=0.00 avg60=0.00 avg300=0.00 total=123"
Count stalled_us(const HostFiles& files, const char* name) {
  const auto some = files.field(name, "some");
  const std::string key = "total=";
  const auto at = some ? some->find(key) : std::string::npos;
  return at == std::string::npos ? std::nullopt : leading_number(some->substr(at + key.size()));
}

Count highest_frequency_khz(const HostFiles& files) {
  Count highest;
  for (const std::string& cpu : files.cpus()) {
    highest = std::max(highest, files.number(cpu + "/cpufreq/scaling_cur_freq"));
  }
  return highest;
}

Count increase(const Count& before, const Count& after) {
  if (!before || !after) return std::nullopt;
  return *after - std::min(*before, *after);
}

std::optional<double> share(const Count& part, const Count& whole) {
  if (!part || !whole || *whole == 0) return std::nullopt;
  return std::min(1.0, static_cast<double>(*part) / static_cast<double>(*whole));
}

std::optional<double> drift(const Count& before, const Count& after) {
  if (!before || !after || *before == 0) return std::nullopt;
  return static_cast<double>(*after) / static_cast<double>(*before) - 1;
}

}  // namespace

NoiseReading read_noise(const HostFiles& files) {
  NoiseReading reading;
  read_ticks(files, reading);
  read_throttling(files, reading);
  reading.cpu_stalled_us = stalled_us(files, "/proc/pressure/cpu");
  reading.memory_stalled_us = stalled_us(files, "/proc/pressure/memory");
  reading.frequency_khz = highest_frequency_khz(files);
  reading.monotonic_ns = os::monotonic_ns();
  return reading;
}

record::Noise noise_between(const NoiseReading& before, const NoiseReading& after) {
  const Count elapsed_us = (after.monotonic_ns - before.monotonic_ns) / 1'000;
  record::Noise noise;
  noise.steal_ticks = increase(before.steal_ticks, after.steal_ticks);
  noise.steal_share = share(noise.steal_ticks, increase(before.wanted_ticks, after.wanted_ticks));
  noise.throttled_periods = increase(before.throttled_periods, after.throttled_periods);
  noise.throttled_ns = increase(before.throttled_ns, after.throttled_ns);
  noise.cpu_pressure_share = share(increase(before.cpu_stalled_us, after.cpu_stalled_us), elapsed_us);
  noise.memory_pressure_share = share(increase(before.memory_stalled_us, after.memory_stalled_us), elapsed_us);
  noise.frequency_drift = drift(before.frequency_khz, after.frequency_khz);
  return noise;
}

std::vector<std::string> reasons_for_noise(const record::Noise& noise) {
  std::vector<std::string> reasons;
  const std::uint64_t stolen = noise.steal_ticks.value_or(0);
  const double steal = noise.steal_share.value_or(0);
  if (stolen >= kFewestStealTicks && steal > kHighestStealShare) {
    reasons.push_back(fmt::format("the hypervisor took {:.1f} % of the CPU time ({} ticks), more than {:.0f} %",
                                  100 * steal, stolen, 100 * kHighestStealShare));
  }
  if (noise.throttled_periods.value_or(0) > 0) {
    reasons.push_back(fmt::format("the cgroup's CPU limit stopped it in {} periods, for {:.1f} ms",
                                  *noise.throttled_periods,
                                  static_cast<double>(noise.throttled_ns.value_or(0)) * 1e-6));
  }
  if (noise.major_faults.value_or(0) > 0) {
    reasons.push_back(fmt::format("{} major page faults: it waited for a disk", *noise.major_faults));
  }
  const double frequency = noise.frequency_drift.value_or(0);
  if (std::abs(frequency) > kHighestFrequencyDrift) {
    reasons.push_back(fmt::format("the CPU's frequency changed by {:+.1f} %, more than {:.0f} %", 100 * frequency,
                                  100 * kHighestFrequencyDrift));
  }
  const double clock = noise.clock_drift_ppm.value_or(0);
  if (std::abs(clock) > kHighestClockDriftPpm) {
    reasons.push_back(fmt::format("the clock drifted by {:.0f} ppm, more than {:.0f}", clock, kHighestClockDriftPpm));
  }
  return reasons;
}

}  // namespace ovg::runner::host
