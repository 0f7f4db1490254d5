#pragma once

#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/command/asked.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// Whether a --variant pattern selects a config: it matches its label, or "variant:" for the headline, so
/// that 'x' is the headline alone while 'x*' and 'x:*' are all configs of x.
bool variant_matches(const std::string& pattern, const std::string& variant, const std::string& config);

/// The config that stands for a variant. A run is tuned or it is not: with tuned mallocs it is the variant's
/// own profile, where it has one, because one side with a profile and the other without are compared
/// unfairly.
std::string headline_of(const catalogue::VariantCard& variant, bool tuned);

/// Throws UsageError that says why when none of the cells can run.
void require_runnable(const std::vector<PlannedCell>& cells);

/// The cells that the options select, in the order of workloads, their parameters, variants, configs and
/// allocators; cells that cannot run are among them and say why. Parameters, mallocs and configs that the
/// options do not name are the profile's. Throws UsageError for a pattern that matches nothing, for an
/// allocator asked for by name that is not installed, for parameters that no selected workload or variant
/// has, and when nothing is left to run.
std::vector<PlannedCell> select_cells(const command::Choice& choice, const command::Profile& profile,
                                      const catalogue::Catalogue& catalogue);

}  // namespace ovg::runner::plan
