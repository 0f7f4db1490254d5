#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/command/asked.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// The cells that the options select, on both sides where there is a head. Throws UsageError.
std::vector<PlannedCell> chosen_cells(const command::Choice& choice, const command::Profile& profile,
                                      const catalogue::Catalogue& catalogue,
                                      const std::optional<catalogue::Catalogue>& head);

/// What the head has and the base lacks, as a sentence for people; empty when there is nothing.
std::string left_out_of_head(const catalogue::Catalogue& catalogue,
                             const std::optional<catalogue::Catalogue>& head);

/// The profile with what --blocks and --trials change.
command::Profile chosen_profile(const command::Schedule& schedule);

/// The shuffle's seed: given, or random.
std::uint64_t chosen_seed(const command::Schedule& schedule);

}  // namespace ovg::runner::plan
