#pragma once

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// For the cells whose heap is a multiple of the smallest one: searches it, once for all multiples of a cell,
/// and sets their limits and the plan's `smallest_heaps`. A cell that no heap is large enough for
/// becomes not applicable; one that fails otherwise stays without a limit, and its blocks show the failure.
/// Of two sides the base is searched, and the head gets the same limits. Returns false when a signal arrived.
/// Nothing to do without such cells.
bool find_smallest_heaps(Bench& bench);

}  // namespace ovg::runner::measuring
