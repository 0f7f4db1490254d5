#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/measure/allocation_counter.h"
#include "harness/measure/arrivals.h"
#include "harness/measure/clock.h"
#include "harness/measure/gap_log.h"
#include "harness/measure/histogram.h"
#include "harness/measure/latency_series.h"
#include "harness/measure/pause_log.h"
#include "harness/measure/usage.h"
#include "harness/session/registry.h"
#include "harness/session/variant.h"

namespace ovg::session {

/// Shorter stretches without progress are not called interruptions: the larger of this and ten median ops.
inline constexpr std::uint64_t kInterruptionFloorNs = 20'000;

struct PhaseReading {
  measure::Phase phase;
  std::uint64_t start_ns;
  std::uint64_t length_ns;
  measure::Usage usage;       // spent in the phase, all threads
  std::uint64_t rss_bytes;    // at its end
  std::uint64_t collections;  // in the phase
  /// In the phase; only where a counter is preloaded.
  std::optional<measure::AllocationCounts> allocations;
};

struct ThreadGap {
  measure::Gap gap;
  unsigned thread;
  std::string_view cause;  // of causes.h
};

/// Frames of one length in steady, of all threads together.
struct FrameCount {
  std::uint64_t frame_ns = 0;
  std::uint64_t frames = 0;
  std::uint64_t broken = 0;
};

/// Everything that the driver saw of a trial. Times are ns on the clock's time line.
struct Observations {
  std::uint64_t digest = 0;
  bool rounds_agree = true;  // every steady round observed and created the same
  Census census;
  std::uint64_t ops = 0;  // steady, all threads
  std::uint64_t baseline_rss_bytes = 0;
  std::uint64_t peak_rss_bytes = 0;  // at the end of trim
  std::vector<PhaseReading> phases;
  measure::Histogram service;             // steady ops of all threads
  measure::Histogram response;            // the same ops in open loop; empty in a closed one
  measure::LatencySeries service_series;  // both by the time at which ops ended, from the start of steady
  measure::LatencySeries response_series;
  bool kept_up = true;          // open loop: no thread fell behind for good (measure/open_loop.h)
  std::uint64_t waited_ns = 0;  // open loop: spent waiting for ops to be due, all threads, on the processor
  std::array<FrameCount, 2> frames;
  std::uint64_t interruption_threshold_ns = 0;
  std::vector<ThreadGap> interruptions;  // by start
  std::uint64_t interruptions_lost = 0;
};

struct Trial {
  const Answer& answer;
  std::shared_ptr<const Script> script;
  unsigned threads = 1;
  std::uint64_t rounds = 1;  // at least 1
  double rate_per_s = 0;     // ops that are due per second, all threads together, in steady; 0: closed loop
  measure::Arrivals arrivals = measure::Arrivals::kPoisson;  // how they follow each other
  std::uint64_t arrival_seed = 1;
  std::uint64_t interruption_threshold_ns = 0;  // 0: ten median ops of the warm-up, at least the floor
};

/// Runs one trial: setup with the variant's settling, warm-up rounds, steady rounds, a reading of the live set, drop,
/// trim. With N threads each runs its own list of ops on its own timeline, and all begin and end a phase together. Only
/// steady runs in open loop. `entering` is called before each phase, outside its measured window. All memory
/// of the driver's own is allocated and touched before the baseline is read. Rethrows what an answer throws,
/// such as std::bad_alloc.
Observations run_trial(const Trial& trial, Variant& variant, const measure::Clock& clock, measure::PauseLog& pauses,
                       const std::function<void(measure::Phase)>& entering);

}  // namespace ovg::session
