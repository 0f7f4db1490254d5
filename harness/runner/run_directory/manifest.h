#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/json_fields.h"
#include "harness/runner/catalogue/allocators.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/host/tune.h"
#include "harness/runner/os/environment.h"
#include "harness/runner/plan/plan.h"
#include "harness/runner/run_directory/sources.h"

namespace ovg::runner::run_directory {

struct ChildBinary {
  std::string variant;
  std::filesystem::path executable, primitives;  // primitives: empty when there are none
  std::string sha256;                            // of the executable
  std::filesystem::path link = {};               // to the executable; empty: there is none

  /// By which it is started.
  const std::filesystem::path& path() const { return link.empty() ? executable : link; }
};

struct Library {
  std::filesystem::path path;
  std::string sha256;
};

/// What is measured: all of a run, or one side of a run that compares two builds, or one build in two
/// environments.
struct Side {
  std::string name;  // record::kBaseSide or record::kHeadSide; empty where there is one
  std::vector<ChildBinary> children;
  os::Variables env;  // what only this side sets
  record::CarriedJson git, toolchain;
  std::filesystem::path counter;  // counts its allocations; empty: nothing is counted
  /// Of two sides, all that processes load: linked, preloaded, mallocs, counter.
  std::vector<Library> libraries = {};

  const ChildBinary& child_of(const std::string& variant) const;
};

/// What 100 % load is for a workload: the same ops per second for all of its cells with so many threads.
struct BaseRate {
  std::string workload;
  unsigned threads = 1;
  double per_s = 0;
  std::string slowest;  // label of the cell whose closed-loop rate it is, or how it was given
};

/// What the search for the smallest heap found for a collecting cell.
struct SmallestHeap {
  std::string cell;                   // label
  std::uint64_t bytes = 0;            // the smallest in which it ran
  std::uint64_t too_small_bytes = 0;  // the largest in which it ran out of memory
};

/// manifest.json (docs/protocol.md section 2): everything that a run is made of, and all that --resume needs.
struct Manifest {
  std::string run_id;
  std::string created;  // ISO 8601, UTC
  std::vector<std::string> command;
  command::Profile profile;  // with what --blocks and --trials changed
  std::uint64_t seed = 0;
  std::uint64_t script_seed = 0;
  double timeout_s = 0;
  double rss_every_ms = 10;
  bool primitives = true;
  os::Variables env;        // what --env set
  os::Variables child_env;  // all that every child gets, before its side, the allocator and the padding
  record::CarriedJson host;
  std::vector<std::string> warnings;              // of the host's state, and of configurations
  std::optional<std::vector<host::Tuned>> tuned;  // what --tune changed; absent when it was not asked for
  std::vector<catalogue::FoundAllocator> allocators;
  std::vector<Side> sides;          // one, or the base and the head
  std::vector<SourceFile> sources;  // what the first was built from, in the run directory
  std::vector<plan::PlannedCell> cells;
  std::map<std::string, record::CarriedJson> workloads;  // name -> card
  std::string sweep;                                     // "live", "heap", "threads"; empty without one
  std::vector<BaseRate> rates;                           // for cells in open loop
  std::vector<SmallestHeap> smallest_heaps;              // for a sweep of heaps
  std::map<std::string, std::string> reference_digests;  // question -> hex; none where every pilot failed

  bool two_sided() const { return sides.size() > 1; }
  const Side& side_of(const record::Cell& cell) const;
  /// What the cell's process gets before the allocator and the padding.
  os::Variables variables_of(const record::Cell& cell) const;
  const catalogue::FoundAllocator& allocator_named(const std::string& name) const;
  std::vector<plan::PlannedTrial> trials() const;
};

/// Written beside and renamed, so that there is either a whole manifest or none. Throws UsageError.
void write_manifest(const Manifest& manifest, const std::filesystem::path& directory);

/// Throws UsageError when there is none or it cannot be used.
Manifest read_manifest(const std::filesystem::path& directory);

}  // namespace ovg::runner::run_directory
