#pragma once

#include <string>
#include <vector>

#include "harness/runner/catalogue/allocators.h"
#include "harness/runner/catalogue/cards.h"
#include "harness/runner/catalogue/children.h"
#include "harness/runner/command/asked.h"

namespace ovg::runner::catalogue {

/// Everything that could be measured here, or on one side of a run that has two.
struct Catalogue {
  std::string side;  // record::kBaseSide or record::kHeadSide; empty where there is one
  ChildrenFile file;
  os::Variables own_env;  // what only its side sets
  std::vector<VariantCard> variants;
  std::vector<FoundAllocator> allocators;
};

/// Asks the children: one catalogue, or those of the base and the head where the run has two sides. Throws
/// UsageError and Interrupted.
std::vector<Catalogue> load_catalogues(const command::Programs& programs, bool malloc_profiles, os::Signals& signals);

}  // namespace ovg::runner::catalogue
