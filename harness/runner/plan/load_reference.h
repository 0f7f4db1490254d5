#pragma once

#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// What 100 % load is measured with: the headline of `unique` over glibc.
bool says_what_full_load_is(const record::Cell& cell);

/// The cells in closed loop whose rates say what 100 % load is, whether or not they are selected: those of
/// `unique` over glibc with the threads and live sizes of the cells in open loop. Throws UsageError where one cannot
/// run: there is no load then, unless --capacity says what it is.
std::vector<PlannedCell> load_references(const std::vector<PlannedCell>& cells, const catalogue::Catalogue& catalogue);

}  // namespace ovg::runner::plan
