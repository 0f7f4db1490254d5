#include "harness/runner/command/profile.h"

#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> kProfiles = {
      {.name = "smoke",
       .scale = "smoke",
       .blocks = 2,
       .steady_target_ms = 5,
       .collections_within_ms = 20,
       .primitives_min_time_s = 0.005,
       .live_mib = {1},
       .loads = {0, 50},
       .overhead_ms = 25},
      {.name = "quick",
       .scale = "quick",
       .blocks = 10,
       .steady_target_ms = 125,
       .collections_within_ms = 600,
       .primitives_min_time_s = 0.01,
       .live_mib = {16},
       .loads = {0, 50},
       .reference_mallocs = {"glibc", "jemalloc"},
       .mallocs = {"glibc"},
       .overhead_ms = 40},
      {.name = "default",
       .scale = "default",
       .blocks = 12,
       .steady_target_ms = 500,
       .collections_within_ms = 30'000,
       .primitives_min_time_s = 0.05,
       .live_mib = {16, 64, 256},
       .loads = {50},
       .mallocs = {"glibc"},
       .overhead_ms = 75},
      {.name = "full",
       .scale = "full",
       .blocks = 30,
       .trials_per_block = 3,
       .steady_target_ms = 1000,
       .collections_within_ms = 30'000,
       .primitives_min_time_s = 0.5,
       .live_mib = {1, 16, 64, 256, 1024},
       .loads = {0, 10, 50, 80},
       .configs_apart = true,
       .overhead_ms = 500},
  };
  return kProfiles;
}

}  // namespace

Profile profile_named(const std::string& name) {
  for (const Profile& profile : profiles()) {
    if (profile.name == name) return profile;
  }
  throw os::UsageError("unknown profile '" + name + "': " + suggestion(name, profile_names()));
}

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const Profile& profile : profiles()) names.push_back(profile.name);
  return names;
}

}  // namespace ovg::runner::command
