#pragma once

#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/plan/plan.h"
#include "harness/runner/terminal/format.h"

namespace ovg::runner::terminal {

/// What a person reads at the end: a table for each workload, at most 100 columns wide, with medians over the
/// trials whose numbers may be used (the longest interruption and pause: the maximum); then heap policies,
/// and every kind of trouble with its reason. Tables and rows are in the order of `cells`; cells that cannot
/// run have no row.
std::string summary(const std::vector<plan::PlannedCell>& cells, const std::vector<record::Trial>& trials,
                    const Ink& ink);

}  // namespace ovg::runner::terminal
