#include "harness/runner/plan/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/load_reference.h"
#include "harness/runner/plan/only.h"
#include "harness/runner/plan/pairs.h"
#include "harness/runner/plan/selection.h"

namespace ovg::runner::plan {

namespace {

void mark_headlines(std::vector<PlannedCell>& cells, const std::vector<catalogue::VariantCard>& variants, bool tuned) {
  for (const catalogue::VariantCard& variant : variants) {
    for (PlannedCell& planned : cells) {
      if (planned.cell.variant != variant.program.variant) continue;
      planned.headline = planned.cell.config == headline_of(variant, tuned);
    }
  }
}

std::set<std::string> names_of(const std::vector<catalogue::VariantCard>& variants) {
  std::set<std::string> names;
  for (const catalogue::WorkloadCard& workload : catalogue::all_workloads(variants))
    names.insert("workload " + workload.name);
  for (const catalogue::VariantCard& variant : variants) {
    if (!variant.program.unavailable.empty()) continue;
    for (const catalogue::ConfigCard& config : variant.configs) {
      names.insert("variant " + record::variant_label(variant.program.variant, config.name));
    }
  }
  return names;
}

}  // namespace

std::string left_out_of_head(const std::vector<catalogue::Catalogue>& sides) {
  if (sides.size() < 2) return {};
  const std::set<std::string> of_base = names_of(sides[0].variants);
  const std::set<std::string> of_head = names_of(sides[1].variants);
  std::vector<std::string> names;
  std::ranges::set_difference(of_head, of_base, std::back_inserter(names));
  if (names.empty()) return {};
  return fmt::format("only the head side has {}: not measured, there is nothing to compare with",
                     command::joined(names));
}

std::vector<PlannedCell> chosen_cells(const command::Choice& choice, const command::Profile& profile,
                                      const std::vector<catalogue::Catalogue>& sides) {
  std::vector<PlannedCell> cells;
  try {
    cells = choice.only.empty() ? select_cells(choice, profile, sides[0])
                                : only_cells(choice.only, profile.scale, sides[0]);
  } catch (const os::UsageError& error) {
    // What was asked for may be what only the head has; its name alone would look like a typing error.
    const std::string left_out = left_out_of_head(sides);
    if (left_out.empty()) throw;
    throw os::UsageError("{}; {}", error.what(), left_out);
  }
  mark_headlines(cells, sides[0].variants, choice.malloc_profiles);
  if (sides.size() < 2) return cells;
  cells = on_both_sides(cells, sides[1]);
  require_runnable(cells);
  return cells;
}

std::vector<PlannedCell> chosen_load_references(const command::Schedule& schedule,
                                                const std::vector<PlannedCell>& cells,
                                                const std::vector<catalogue::Catalogue>& sides) {
  return schedule.capacity_per_s ? std::vector<PlannedCell>{} : load_references(cells, sides[0]);
}

command::Profile chosen_profile(const command::Schedule& schedule) {
  command::Profile profile = command::profile_named(schedule.profile);
  profile.blocks = schedule.blocks.value_or(profile.blocks);
  profile.trials_per_block = schedule.trials.value_or(profile.trials_per_block);
  return profile;
}

std::uint64_t chosen_seed(const command::Schedule& schedule) {
  return schedule.seed ? *schedule.seed : std::random_device{}();
}

}  // namespace ovg::runner::plan
