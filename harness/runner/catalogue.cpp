#include "harness/runner/catalogue.h"

#include <random>

#include "harness/runner/environment.h"

namespace ovg::runner {

Catalogue load_catalogue(const Options& options, Signals& signals) {
  Catalogue catalogue;
  catalogue.file = load_children(options.children);
  catalogue.variants = ask_children(catalogue.file.children, child_variables(options.env), signals);
  catalogue.allocators = find_allocators(options.allocator_dir, options.tuned);
  return catalogue;
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
