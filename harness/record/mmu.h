#pragma once

#include <cstdint>
#include <optional>
#include <vector>

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

}  // namespace ovg::record
