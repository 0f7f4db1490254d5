#include "harness/runner/catalogue/catalogue.h"

#include <utility>

#include "harness/record/cell.h"
#include "harness/runner/os/environment.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::catalogue {

namespace {

Catalogue load(const command::Programs& programs, bool malloc_profiles, const std::filesystem::path& children,
               const command::Programs::Assignments& own_env, const std::string& side, os::Signals& signals) {
  Catalogue catalogue;
  catalogue.file = load_children(children);
  catalogue.own_env = {own_env.begin(), own_env.end()};
  const Asking asking{os::with_own(os::child_variables(programs.env), catalogue.own_env), side};
  catalogue.variants = ask_children(catalogue.file.children, asking, signals);
  catalogue.allocators = find_allocators(programs.allocator_dir, malloc_profiles);
  return catalogue;
}

}  // namespace

Catalogue load_catalogue(const command::Programs& programs, bool malloc_profiles, os::Signals& signals) {
  return load(programs, malloc_profiles, programs.children, programs.base_env,
              programs.two_sided() ? record::kBaseSide : "", signals);
}

std::optional<Catalogue> load_head(const command::Programs& programs, bool malloc_profiles,
                                   os::Signals& signals) {
  if (!programs.two_sided()) return std::nullopt;
  return load(programs, malloc_profiles, programs.head.empty() ? programs.children : programs.head,
              programs.head_env, record::kHeadSide, signals);
}

}  // namespace ovg::runner::catalogue
