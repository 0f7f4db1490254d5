#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "harness/runner/measuring/bench.h"

namespace ovg::runner::measuring {

/// Counts what one round of a cell in closed loop allocates, in a process of its own: the counter that is
/// preloaded there costs time. `digest` is what the cell's pilot observed; a process that observed something else
/// gives no counts. Counting is optional: a child that cannot be counted costs its cell nothing but the counts, and
/// a warning says so. Returns false when a signal arrived.
bool count_allocations(const Bench& bench, const plan::PlannedCell& closed, const std::string& digest,
                       const std::filesystem::path& log, std::optional<record::AllocationCounts>& counts);

}  // namespace ovg::runner::measuring
