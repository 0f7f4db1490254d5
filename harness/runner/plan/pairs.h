#pragma once

#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// Each cell of the base, and right behind it the same cell of the head as the head allows it.
/// A pair of which one side cannot run is settled as `settle_pairs` does.
std::vector<PlannedCell> on_both_sides(const std::vector<PlannedCell>& base, const catalogue::Catalogue& head);

/// Nothing can be compared with half a pair: what cannot run on one side becomes not applicable on the other,
/// with a reason that says so. Cells without a side stay as they are.
void settle_pairs(std::vector<PlannedCell>& cells);

}  // namespace ovg::runner::plan
