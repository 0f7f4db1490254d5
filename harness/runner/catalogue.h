#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/runner/allocators.h"
#include "harness/runner/children.h"
#include "harness/runner/options.h"
#include "harness/runner/plan.h"
#include "harness/runner/profile.h"
#include "harness/runner/variant_card.h"

namespace ovg::runner {

/// Everything that could be measured here.
struct Catalogue {
  ChildrenFile file;
  Variables own_env;  // what only its side of a run sets
  std::vector<VariantCard> variants;
  std::vector<FoundAllocator> allocators;
};

/// Asks the children; those of the base, where the run has two sides. Throws UsageError.
Catalogue load_catalogue(const Options& options, Signals& signals);

/// Asks those of the head; absent in a run without sides. Throws UsageError.
std::optional<Catalogue> load_head(const Options& options, Signals& signals);

/// The cells that the options select, on both sides where there is a head. Throws UsageError.
std::vector<PlannedCell> chosen_cells(const Options& options, const Profile& profile,
                                      const Catalogue& catalogue, const std::optional<Catalogue>& head);

/// What the head has and the base lacks, as a sentence for people; empty when there is nothing.
std::string left_out_of_head(const Catalogue& catalogue, const std::optional<Catalogue>& head);

/// The profile with what --blocks and --trials change.
Profile chosen_profile(const Options& options);

/// The shuffle's seed: given, or random.
std::uint64_t chosen_seed(const Options& options);

/// The verbs list and plan, to standard output. Throw UsageError.
void print_list(const Options& options);
void print_plan(const Options& options);

}  // namespace ovg::runner
