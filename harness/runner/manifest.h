#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/allocators.h"
#include "harness/runner/environment.h"
#include "harness/runner/plan.h"
#include "harness/runner/profile.h"
#include "harness/runner/tune.h"

namespace ovg::runner {

struct ChildBinary {
  std::string variant;
  std::filesystem::path executable, primitives;  // primitives: empty when there are none
  std::string sha256;                            // of the executable
};

/// manifest.json (docs/protocol.md section 2): everything that a run is made of, and all that --resume needs.
struct Manifest {
  std::string run_id;
  std::string created;  // ISO 8601, UTC
  std::vector<std::string> command;
  Profile profile;  // with what --blocks and --trials changed
  std::uint64_t seed = 0;
  std::uint64_t script_seed = 0;
  double timeout_s = 0;
  bool primitives = true;
  Variables env;        // what --env set
  Variables child_env;  // all that every child gets, before the allocator and the padding
  nlohmann::json host, toolchain, git;
  std::vector<std::string> warnings;        // of the host's state
  std::optional<std::vector<Tuned>> tuned;  // what --tune changed; absent when it was not asked for
  std::vector<FoundAllocator> allocators;
  std::vector<ChildBinary> children;
  std::vector<PlannedCell> cells;
  nlohmann::json workloads;                              // name -> card
  std::map<std::string, std::string> reference_digests;  // workload -> hex; none where every pilot failed

  const ChildBinary& child_of(const std::string& variant) const;
  const FoundAllocator& allocator_named(const std::string& name) const;
  std::vector<PlannedTrial> trials() const;
};

/// Written beside and renamed, so that there is either a whole manifest or none. Throws UsageError.
void write_manifest(const Manifest& manifest, const std::filesystem::path& directory);

/// Throws UsageError when there is none or it cannot be used.
Manifest read_manifest(const std::filesystem::path& directory);

}  // namespace ovg::runner
