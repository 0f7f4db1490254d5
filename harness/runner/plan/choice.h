#pragma once

#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/command/asked.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// The cells that the options select, on both sides where there are two. Throws UsageError.
std::vector<PlannedCell> chosen_cells(const command::Choice& choice, const command::Profile& profile,
                                      const std::vector<catalogue::Catalogue>& sides);

/// `load_references`, none with --capacity.
std::vector<PlannedCell> chosen_load_references(const command::Schedule& schedule,
                                                const std::vector<PlannedCell>& cells,
                                                const std::vector<catalogue::Catalogue>& sides);

/// What the head has and the base lacks, as a sentence for people; empty when there is nothing, or one side.
std::string left_out_of_head(const std::vector<catalogue::Catalogue>& sides);

/// The profile with what --blocks and --trials change.
command::Profile chosen_profile(const command::Schedule& schedule);

/// The shuffle's seed: given, or random.
std::uint64_t chosen_seed(const command::Schedule& schedule);

}  // namespace ovg::runner::plan
