#include "harness/runner/profile.h"

#include "harness/runner/near_match.h"
#include "harness/runner/usage_error.h"

namespace ovg::runner {

namespace {

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> kProfiles = {
      // name, scale, blocks, trials per block, steady target ms, overhead ms, primitives' minimum s
      {"smoke", "smoke", 2, 1, 5, 25, 0.005},
      {"quick", "quick", 10, 1, 150, 40, 0.01},
      {"default", "default", 20, 3, 600, 80, 0.1},
      {"full", "full", 30, 3, 1000, 500, 0.5},
  };
  return kProfiles;
}

}  // namespace

Profile profile_named(const std::string& name) {
  for (const Profile& profile : profiles()) {
    if (profile.name == name) return profile;
  }
  throw UsageError("unknown profile '" + name + "': " + suggestion(name, profile_names()));
}

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const Profile& profile : profiles()) names.push_back(profile.name);
  return names;
}

}  // namespace ovg::runner
