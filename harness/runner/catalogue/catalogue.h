#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/runner/catalogue/allocators.h"
#include "harness/runner/catalogue/cards.h"
#include "harness/runner/catalogue/children.h"
#include "harness/runner/command/asked.h"
#include "harness/runner/command/profile.h"

namespace ovg::runner::catalogue {

/// Everything that could be measured here.
struct Catalogue {
  ChildrenFile file;
  os::Variables own_env;  // what only its side of a run sets
  std::vector<VariantCard> variants;
  std::vector<FoundAllocator> allocators;
};

/// Asks the children; those of the base, where the run has two sides. Throws UsageError.
Catalogue load_catalogue(const command::Programs& programs, bool malloc_profiles, os::Signals& signals);

/// Asks those of the head; absent in a run without sides. Throws UsageError.
std::optional<Catalogue> load_head(const command::Programs& programs, bool malloc_profiles,
                                   os::Signals& signals);

}  // namespace ovg::runner::catalogue
