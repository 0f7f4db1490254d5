#pragma once

#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// The cell as its variant's card and its malloc allow: to be run, or with the status and the reason why it
/// cannot be.
PlannedCell plan_cell(const record::Cell& cell, const catalogue::VariantCard& variant,
                      const catalogue::ConfigCard& config, const catalogue::FoundAllocator& allocator);

/// Whether a variant is meant to be measured over that malloc.
bool worth_measuring(const catalogue::VariantCard& variant, const std::string& allocator);

/// A cell that is known by its names and parameters alone, looked up in the cards.
struct NamedCell {
  PlannedCell planned;
  std::string unknown;  // what of it nobody here has: "there is no variant 'x'"; then it is not planned
};

NamedCell plan_named_cell(const record::Cell& cell, const catalogue::Catalogue& catalogue);

}  // namespace ovg::runner::plan
