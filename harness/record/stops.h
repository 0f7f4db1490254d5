#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/child_result.h"

namespace ovg::record {

/// A stretch of time in which the mutator stood still, in ns on the trial's own zero.
struct Stop {
  std::uint64_t start_ns = 0;
  std::uint64_t length_ns = 0;
};

/// What was observed: [begin_ns, end_ns).
struct Span {
  std::uint64_t begin_ns = 0;
  std::uint64_t end_ns = 0;
};

/// Minimum mutator utilisation: the lowest share, 0 to 1, that the mutator got of any window of exactly
/// `window_ns` inside the span. Stops may come in any order, touch, overlap, and reach beyond the span.
/// Empty when the window is longer than the span, or has no length. O(p log p) for p stops: a worst window
/// starts at a stop's start or is the last of the span, since any other can be moved there at no loss.
/// Source: P. Cheng and G. E. Blelloch, "A Parallel, Real-Time Garbage Collector", PLDI 2001.
std::optional<double> mmu(const std::vector<Stop>& stops, const Span& span, std::uint64_t window_ns);

/// Bounded mutator utilisation: the lowest share of any window of `window_ns` or more inside the span.
/// Unlike the MMU it never falls as windows grow, so that it can be read as a promise. Empty when the MMU
/// is. O(p log p), and a few further passes over the stops. Source: N. Sachindran, J. E. B. Moss and E. D.
/// Berger, "MC2: High-Performance Garbage Collection for Memory-Constrained Environments", OOPSLA 2004.
std::optional<double> bmu(const std::vector<Stop>& stops, const Span& span, std::uint64_t window_ns);

struct MmuPoint {
  std::uint64_t window_ns = 0;
  double mmu = 1;
  double bmu = 1;
};

/// Both for windows of 0.1 ms to 1 s, ten to the decade; windows longer than the span are left out.
std::vector<MmuPoint> mmu_curve(const std::vector<Stop>& stops, const Span& span);

/// What the mutators stood still for in steady, by the two sources of it.
class SteadyStops {
 public:
  /// Interruptions by thread, and pauses, which stop all threads. Both as logged: with lost entries the
  /// utilisations are upper bounds.
  explicit SteadyStops(const ChildResult& result);

  /// Of the thread that is worst off; empty when steady is shorter than the window.
  std::optional<double> mmu_of_interruptions(std::uint64_t window_ns) const;
  std::optional<double> mmu_of_pauses(std::uint64_t window_ns) const;

  /// Both curves with their bounded forms, as compact JSON:
  /// {"columns": ["window_ns", "mmu", "bmu", "gc_mmu", "gc_bmu"], "rows": [[...], ...]}.
  std::string curves_text() const;

 private:
  Span steady_;
  std::vector<std::vector<Stop>> interruptions_;  // by thread
  std::vector<Stop> pauses_;
};

}  // namespace ovg::record
