#include "harness/runner/trial/observe.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <utility>

#include "harness/runner/host/noise.h"

namespace ovg::runner::trial {

namespace {

std::uint64_t end_of(const host::Hiccup& hiccup) {
  return hiccup.start_ns + hiccup.length_ns;
}

/// How much of [from_ns, to_ns) lies within hiccups.
std::uint64_t covered_ns(const std::vector<host::Hiccup>& hiccups, std::uint64_t from_ns, std::uint64_t to_ns) {
  std::uint64_t covered = 0;
  auto hiccup =
      std::ranges::partition_point(hiccups, [&](const host::Hiccup& earlier) { return end_of(earlier) <= from_ns; });
  for (; hiccup != hiccups.end() && hiccup->start_ns < to_ns; ++hiccup) {
    covered += std::min(end_of(*hiccup), to_ns) - std::max(hiccup->start_ns, from_ns);
  }
  return covered;
}

/// CPUs that this process and its children may use.
unsigned usable_cpus() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<unsigned>(CPU_COUNT(&set)) : 1;
}

void add_hiccups(const std::vector<host::Hiccup>& hiccups, record::Noise& noise) {
  noise.hiccups = hiccups.size();
  noise.hiccup_total_ns = 0;
  noise.hiccup_max_ns = 0;
  for (const host::Hiccup& hiccup : hiccups) {
    *noise.hiccup_total_ns += hiccup.length_ns;
    noise.hiccup_max_ns = std::max(*noise.hiccup_max_ns, hiccup.length_ns);
  }
}

void add_what_the_child_saw(const record::ChildResult& result, record::Noise& noise) {
  noise.clock_drift_ppm = result.clock.drift_ppm;
  noise.major_faults = 0;
  for (const record::PhaseRecord& phase : result.phases) *noise.major_faults += phase.major_faults;
}

/// Where no CPU was idle the watcher may have waited for the mutator itself, and then says nothing of it.
void share_hiccups(const std::vector<host::Hiccup>& hiccups, const record::Noise& noise, record::ChildResult& result) {
  constexpr double kMostPressure = 0.1;  // of the time something waited for a CPU
  if (!noise.cpu_pressure_share || *noise.cpu_pressure_share > kMostPressure) return;
  result.interruptions = with_shared_as_preempted(std::move(result.interruptions), hiccups, result.epoch_monotonic_ns);
}

/// A frequency that a governor is there to change is no disturbance; one that was fixed is.
bool is_frequency_fixed(const host::HostFiles& host) {
  return host.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor") == "performance";
}

void judge(const host::HostFiles& host, Observed& observed) {
  Verdict& verdict = observed.attempt.verdict;
  if (verdict.status != record::Status::kOk) return;
  record::Noise judged = observed.noise;
  if (!is_frequency_fixed(host)) judged.frequency_drift.reset();
  const std::vector<std::string> reasons = host::reasons_for_noise(judged);
  if (reasons.empty()) return;
  verdict.status = record::Status::kNoisy;
  verdict.reason = fmt::format("{}", fmt::join(reasons, "; "));
}

}  // namespace

Observed observed_attempt(const host::HostFiles& host, const run_directory::Manifest& manifest, const AttemptSpec& spec,
                          os::Signals& signals) {
  Observed observed;
  host::HiccupWatcher watcher(usable_cpus() > spec.planned.cell.threads);
  const host::NoiseReading before = host::read_noise(host);
  observed.attempt = attempt(manifest, spec, signals);
  observed.noise = host::noise_between(before, host::read_noise(host));
  std::vector<host::Hiccup> hiccups;
  if (watcher.runs()) {
    const os::ProcessOutcome& outcome = observed.attempt.outcome;
    hiccups = watcher.take(outcome.started_ns, outcome.ended_ns);
    add_hiccups(hiccups, observed.noise);
  }
  if (observed.attempt.verdict.result) {
    add_what_the_child_saw(*observed.attempt.verdict.result, observed.noise);
    share_hiccups(hiccups, observed.noise, *observed.attempt.verdict.result);
  }
  judge(host, observed);
  return observed;
}

std::vector<record::Gap> with_shared_as_preempted(std::vector<record::Gap> interruptions,
                                                  const std::vector<host::Hiccup>& hiccups,
                                                  std::uint64_t epoch_monotonic_ns) {
  for (record::Gap& gap : interruptions) {
    if (gap.cause != "unknown") continue;
    const std::uint64_t from_ns = epoch_monotonic_ns + gap.start_ns;
    const std::uint64_t shared_ns = covered_ns(hiccups, from_ns, from_ns + gap.length_ns);
    if (shared_ns > 0 && 2 * shared_ns >= gap.length_ns) gap.cause = "preempted";
  }
  return interruptions;
}

}  // namespace ovg::runner::trial
