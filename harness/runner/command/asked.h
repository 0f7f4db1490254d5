#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ovg::runner::command {

/// What a run varies systematically.
enum class Sweep { kNone, kLive, kHeap, kThreads };

/// As on the command line; empty for none.
inline std::string name_of(Sweep sweep) {
  constexpr const char* kNames[] = {"", "live", "heap", "threads"};
  return kNames[static_cast<int>(sweep)];
}

// What the command line asks for, by who is asked. Empty lists and absent values: not given.

/// Which cells.
struct Choice {
  Sweep sweep = Sweep::kNone;
  std::vector<std::string> workloads, variants, allocators;  // globs
  std::filesystem::path only;                                // names the cells instead; empty: not given
  std::vector<std::uint64_t> threads, live_mib;
  std::vector<double> loads;  // %; 0 is the closed loop
  std::vector<std::string> arrivals;
  std::optional<std::uint64_t> heap_limit_mib;
  std::optional<double> heap_multiple;  // of the smallest heap that a cell runs in
  bool malloc_profiles = false;         // mallocs, and collectors that have one, with their tuned profiles
};

/// How much of each, and by which seeds.
struct Schedule {
  std::string profile = "default";
  std::optional<std::uint64_t> blocks, trials, seed, rounds;
  std::uint64_t script_seed = 42;
  std::optional<double> capacity_per_s;  // what 100 % load is; otherwise measured
  double timeout_s = 120;
  double rss_every_ms = 10;  // 0: never
  bool primitives = true;
};

/// Where the programs are, and what they get.
struct Programs {
  using Assignments = std::vector<std::pair<std::string, std::string>>;

  std::filesystem::path children;  // empty: next to the executable; of the base where there are sides
  std::filesystem::path head;      // children of the head; empty: the same
  Assignments env;
  Assignments base_env, head_env;       // over `env`
  std::filesystem::path allocator_dir;  // empty: the system's library directories

  bool two_sided() const { return !head.empty() || !base_env.empty() || !head_env.empty(); }
};

/// What may be done with the machine.
struct HostSetup {
  std::filesystem::path root = "/";  // where /proc and /sys are
  bool lock = true;
  bool tune = false;
};

/// Where what comes of it goes.
struct Output {
  std::vector<std::string> command;  // argv
  std::filesystem::path out;
  std::optional<std::filesystem::path> resume;
  bool json = false;
  bool quiet = false;
};

}  // namespace ovg::runner::command
