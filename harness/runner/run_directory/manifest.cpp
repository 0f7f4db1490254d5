#include "harness/runner/run_directory/manifest.h"

#include <algorithm>
#include <stdexcept>

namespace ovg::runner::run_directory {

const ChildBinary& Side::child_of(const std::string& variant) const {
  const auto found = std::ranges::find(children, variant, &ChildBinary::variant);
  if (found == children.end()) throw std::out_of_range("no child for variant " + variant);
  return *found;
}

const Side& Manifest::side_of(const record::Cell& cell) const {
  const auto found = std::ranges::find(sides, cell.side, &Side::name);
  if (found == sides.end()) throw std::out_of_range("no side " + cell.side);
  return *found;
}

os::Variables Manifest::variables_of(const record::Cell& cell) const {
  return os::with_own(child_env, side_of(cell).env);
}

const catalogue::FoundAllocator& Manifest::allocator_named(const std::string& name) const {
  const auto found =
      std::ranges::find_if(allocators, [&](const auto& allocator) { return allocator.allocator.name == name; });
  if (found == allocators.end()) throw std::out_of_range("no allocator " + name);
  return *found;
}

std::vector<plan::PlannedTrial> Manifest::trials() const {
  return plan::plan_trials(cells, profile.blocks, profile.trials_per_block, seed);
}

}  // namespace ovg::runner::run_directory
