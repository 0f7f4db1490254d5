#include "harness/runner/catalogue.h"

#include <fmt/format.h>

#include <random>
#include <utility>

#include "harness/runner/environment.h"
#include "harness/runner/near_match.h"
#include "harness/runner/only.h"
#include "harness/runner/pairs.h"
#include "harness/runner/selection.h"
#include "harness/runner/usage_error.h"

namespace ovg::runner {

namespace {

using Assignments = std::vector<std::pair<std::string, std::string>>;

Catalogue load(const Options& options, const std::filesystem::path& children, const Assignments& own_env,
               const std::string& side, Signals& signals) {
  Catalogue catalogue;
  catalogue.file = load_children(children);
  catalogue.own_env = {own_env.begin(), own_env.end()};
  const Asking asking{with_own(child_variables(options.env), catalogue.own_env), side};
  catalogue.variants = ask_children(catalogue.file.children, asking, signals);
  catalogue.allocators = find_allocators(options.allocator_dir, options.tuned);
  return catalogue;
}

void mark_headlines(std::vector<PlannedCell>& cells, const std::vector<VariantCard>& variants, bool tuned) {
  for (const VariantCard& variant : variants) {
    for (PlannedCell& planned : cells) {
      if (planned.cell.variant != variant.program.variant) continue;
      planned.headline = planned.cell.config == headline_of(variant, tuned);
    }
  }
}

}  // namespace

Catalogue load_catalogue(const Options& options, Signals& signals) {
  return load(options, options.children, options.base_env, options.two_sided() ? record::kBaseSide : "",
              signals);
}

std::optional<Catalogue> load_head(const Options& options, Signals& signals) {
  if (!options.two_sided()) return std::nullopt;
  return load(options, options.head.empty() ? options.children : options.head, options.head_env,
              record::kHeadSide, signals);
}

std::string left_out_of_head(const Catalogue& catalogue, const std::optional<Catalogue>& head) {
  if (!head) return {};
  const std::vector<std::string> names = only_on_head(catalogue.variants, head->variants);
  if (names.empty()) return {};
  return fmt::format("only the head side has {}: not measured, there is nothing to compare with",
                     joined(names));
}

std::vector<PlannedCell> chosen_cells(const Options& options, const Profile& profile,
                                      const Catalogue& catalogue, const std::optional<Catalogue>& head) {
  std::vector<PlannedCell> cells;
  try {
    cells = options.only.empty()
                ? select_cells(options, profile, catalogue.variants, catalogue.allocators)
                : only_cells(options.only, profile.scale, catalogue.variants, catalogue.allocators);
  } catch (const UsageError& error) {
    // What was asked for may be what only the head has; its name alone would look like a typing error.
    const std::string left_out = left_out_of_head(catalogue, head);
    if (left_out.empty()) throw;
    throw UsageError(fmt::format("{}; {}", error.what(), left_out));
  }
  mark_headlines(cells, catalogue.variants, options.tuned);
  if (!head) return cells;
  cells = on_both_sides(cells, head->variants, head->allocators);
  require_runnable(cells);
  return cells;
}

Profile chosen_profile(const Options& options) {
  Profile profile = profile_named(options.profile);
  profile.blocks = options.blocks.value_or(profile.blocks);
  profile.trials_per_block = options.trials.value_or(profile.trials_per_block);
  return profile;
}

std::uint64_t chosen_seed(const Options& options) {
  return options.seed ? *options.seed : std::random_device{}();
}

}  // namespace ovg::runner
