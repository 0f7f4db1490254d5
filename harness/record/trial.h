#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/settings.h"
#include "harness/record/cell.h"
#include "harness/record/child_result.h"
#include "harness/record/status.h"

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

/// Where and how one trial ran.
struct TrialEnvironment {
  std::string allocator;  // as found in the process; empty without a result
  bool ever_threaded = false;
  std::map<std::string, std::string> variables;
  base::Settings settings;  // of the memory manager
  std::optional<ClockReading> clock;
  std::uint64_t padding_bytes = 0;  // environment padding (see runner/environment.h)
  std::optional<int> exit_code;     // absent when a signal ended the child
  std::optional<int> signal;
  std::uint64_t lifetime_ns = 0;  // spawn to reaped, on the runner's clock
  std::uint64_t cpu_ns = 0;       // user and system time of the whole process
};

/// One line of results.jsonl (docs/protocol.md section 2).
struct Trial {
  std::string run_id, trial_id;
  std::uint64_t block = 0, slot = 0, repeat = 1;
  std::optional<std::uint64_t> started_unix_ms;  // wall clock at the spawn; absent without a process
  std::uint64_t attempt = 1;                     // 2 and 3: measured again because the attempt before was noisy
  Cell cell;
  std::string group;
  Status status = Status::kOk;
  std::string reason;
  std::string digest;  // empty without a result
  std::optional<Census> census;
  std::uint64_t rounds = 0;
  std::uint32_t items_per_op = 1;
  std::string item;
  std::optional<double> rate_per_s;       // at which ops were due; absent in a closed loop
  std::uint64_t live_bytes = 0;           // payload; 0 without a result
  std::map<std::string, double> metrics;  // by metrics.h; empty unless the status is ok or noisy
  std::optional<std::string> interruptions, pauses, mmu, histograms, latency_series, rss_series,
      log;  // file names
  std::uint64_t interruption_threshold_ns = 0;
  std::uint64_t interruptions_lost = 0;
  std::uint64_t pauses_lost = 0;
  std::vector<PhaseRecord> phases;
  std::vector<std::string> notes;
  std::optional<Noise> noise;  // absent without a process
  TrialEnvironment env;
};

}  // namespace ovg::record
