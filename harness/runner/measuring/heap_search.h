#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// What bisection leaves between the largest heap that is too small and the smallest that is not.
struct HeapBounds {
  std::uint64_t too_small_bytes = 0;
  std::uint64_t bytes = 0;
};

/// Bisects for the smallest heap in which `runs_in(bytes)` is true, to 1 % of it. Starts at `guess_bytes`,
/// doubles until it runs, at most `kMostDoublings` times. Empty when it never ran, or when `runs_in` gave
/// nothing: it cannot tell.
inline constexpr int kMostDoublings = 12;
std::optional<HeapBounds> smallest_heap(std::uint64_t guess_bytes,
                                        const std::function<std::optional<bool>(std::uint64_t)>& runs_in);

/// For the cells whose heap is a multiple of the smallest one: searches it, once for all multiples of a cell,
/// and sets their limits and the plan's `smallest_heaps`. A cell that no heap is large enough for
/// becomes not applicable; one that fails otherwise stays without a limit, and its blocks show the failure.
/// Of two sides the base is searched, and the head gets the same limits. Returns false when a signal arrived.
/// Nothing to do without such cells.
bool find_smallest_heaps(Bench& bench);

}  // namespace ovg::runner::measuring
