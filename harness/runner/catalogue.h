#pragma once

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
  std::vector<VariantCard> variants;
  std::vector<FoundAllocator> allocators;
};

/// Asks the children. Throws UsageError.
Catalogue load_catalogue(const Options& options, Signals& signals);

/// The profile with what --blocks and --trials change.
Profile chosen_profile(const Options& options);

/// The shuffle's seed: given, or random.
std::uint64_t chosen_seed(const Options& options);

/// The verbs list and plan, to standard output. Throw UsageError.
void print_list(const Options& options);
void print_plan(const Options& options);

}  // namespace ovg::runner
