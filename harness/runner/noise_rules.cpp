#include "harness/runner/noise_rules.h"

#include <fmt/format.h>

#include <cmath>

namespace ovg::runner {

std::vector<std::string> reasons_for_noise(const record::Noise& noise) {
  std::vector<std::string> reasons;
  const std::uint64_t stolen = noise.steal_ticks.value_or(0);
  const double steal = noise.steal_share.value_or(0);
  if (stolen >= kFewestStealTicks && steal > kHighestStealShare) {
    reasons.push_back(
        fmt::format("the hypervisor took {:.1f} % of the CPU time ({} ticks), more than {:.0f} %",
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
    reasons.push_back(fmt::format("the CPU's frequency changed by {:+.1f} %, more than {:.0f} %",
                                  100 * frequency, 100 * kHighestFrequencyDrift));
  }
  const double clock = noise.clock_drift_ppm.value_or(0);
  if (std::abs(clock) > kHighestClockDriftPpm) {
    reasons.push_back(
        fmt::format("the clock drifted by {:.0f} ppm, more than {:.0f}", clock, kHighestClockDriftPpm));
  }
  return reasons;
}

}  // namespace ovg::runner
