#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/settings.h"
#include "harness/measure/allocation_counter.h"
#include "harness/measure/histogram.h"
#include "harness/record/latency_series.h"

namespace ovg::record {

/// What a child reports of one trial, as docs/protocol.md section 1 has it.
/// Times are ns on the trial's own zero.
struct Census {
  std::uint64_t created_in_setup = 0;
  std::uint64_t created_per_round = 0;
  std::uint64_t live_at_end = 0;
  bool operator==(const Census&) const = default;
};

struct ClockReading {
  std::string source;
  double ticks_per_ns = 0;
  double drift_ppm = 0;
};

struct PhaseRecord {
  std::string phase;
  std::uint64_t start_ns = 0;
  std::uint64_t length_ns = 0;
  std::uint64_t cpu_ns = 0;
  std::uint64_t minor_faults = 0;
  std::uint64_t major_faults = 0;
  std::uint64_t voluntary_switches = 0;
  std::uint64_t involuntary_switches = 0;
  std::uint64_t collections = 0;
};

struct Gap {
  std::uint64_t start_ns = 0;
  std::uint64_t length_ns = 0;
  std::string phase;       // empty for a pause, which the runner places by its start
  unsigned thread = 0;     // mutator thread, from 0
  std::string cause = {};  // of an interruption: a name of docs/protocol.md, or one that a newer child knows
};

/// The cause of work in idle time that nobody waited for: logged, so that a pause in it has its place, but no
/// interruption of anybody.
inline constexpr const char* kIdle = "idle";

/// Frames of one length in steady, of all threads together, and how many of them were broken.
struct FrameCount {
  std::uint64_t frame_ns = 0;
  std::uint64_t frames = 0;
  std::uint64_t broken = 0;
};

using AllocationCounts = measure::AllocationCounts;

struct MemoryMarks {
  std::uint64_t at_start_bytes = 0;
  std::uint64_t baseline_bytes = 0;
  std::uint64_t steady_bytes = 0;
  std::uint64_t after_drop_bytes = 0;
  std::uint64_t after_trim_bytes = 0;
  std::uint64_t peak_bytes = 0;
};

struct ManagerFigures {
  std::uint64_t collections = 0;
  std::uint64_t in_use_bytes = 0;        // by objects that were alive when setup had ended
  std::uint64_t initial_heap_bytes = 0;  // when warm-up began
  std::uint64_t heap_bytes = 0;          // when trim began
  base::Settings settings;
};

struct ChildEnvironment {
  std::string allocator;
  bool ever_threaded = false;
  std::map<std::string, std::string> variables;
};

struct ChildResult {
  std::string workload, variant, config, scale;
  unsigned threads = 1;
  std::uint64_t script_seed = 0;
  std::uint64_t live_mib = 0;          // 0: not a parameter
  std::uint64_t heap_limit_bytes = 0;  // 0: no limit
  double rate_per_s = 0;               // 0: closed loop
  std::string arrivals;                // as asked for, also in a closed loop
  std::uint64_t rounds = 0;
  std::uint32_t items_per_op = 1;
  std::string item;
  std::uint64_t ops = 0;
  std::string digest;
  bool rounds_agree = true;
  Census census, expected_census;
  ClockReading clock;
  std::uint64_t epoch_monotonic_ns = 0;
  std::vector<PhaseRecord> phases;
  std::uint64_t live_bytes = 0;  // payload of the objects that live in steady
  measure::Histogram service;
  measure::Histogram response;                  // empty in a closed loop
  std::optional<LatencySeries> latency_series;  // the same ops over time; not every child has it
  bool kept_up = true;                          // open loop: no thread fell behind for good
  std::uint64_t waited_ns = 0;                  // open loop: processor time spent waiting for ops to be due
  std::vector<FrameCount> frames;
  std::uint64_t interruption_threshold_ns = 0;
  std::vector<Gap> interruptions;
  std::uint64_t interruptions_lost = 0;
  std::vector<Gap> pauses;
  std::uint64_t pauses_lost = 0;
  /// Over all pauses, the lost ones too.
  std::uint64_t pause_total_ns = 0;
  std::uint64_t pause_max_ns = 0;
  MemoryMarks memory;
  ManagerFigures manager;
  std::optional<AllocationCounts> allocations;  // in steady; only where a counter was preloaded
  ChildEnvironment env;
};

}  // namespace ovg::record
