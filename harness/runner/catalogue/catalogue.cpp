#include "harness/runner/catalogue/catalogue.h"

#include "harness/record/cell.h"

namespace ovg::runner::catalogue {

std::vector<Catalogue> load_catalogues(const command::Programs& programs, bool malloc_profiles, os::Signals& signals) {
  const auto load = [&](const char* side, const std::filesystem::path& children, const auto& own_env) {
    Catalogue catalogue;
    catalogue.side = side;
    catalogue.file = load_children(children);
    catalogue.own_env = {own_env.begin(), own_env.end()};
    const os::Variables variables = os::with_own(os::child_variables(programs.env), catalogue.own_env);
    catalogue.variants = ask_children(catalogue.file.children, {variables, side}, signals);
    catalogue.allocators = find_allocators(programs.allocator_dir, malloc_profiles);
    return catalogue;
  };
  if (!programs.two_sided()) return {load("", programs.children, programs.base_env)};
  return {load(record::kBaseSide, programs.children, programs.base_env),
          load(record::kHeadSide, programs.head.empty() ? programs.children : programs.head, programs.head_env)};
}

}  // namespace ovg::runner::catalogue
