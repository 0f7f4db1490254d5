#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ovg::runner {

enum class Verb { kRun, kList, kPlan };

/// What a run varies systematically.
enum class Sweep { kNone, kLive, kHeap, kThreads };

/// As on the command line; empty for none.
std::string name_of(Sweep sweep);

/// The command line. Empty lists and absent values: not given.
struct Options {
  std::vector<std::string> command;  // argv
  Verb verb = Verb::kRun;
  Sweep sweep = Sweep::kNone;
  bool json = false;
  std::string profile = "default";
  std::filesystem::path out;
  std::vector<std::string> workloads, variants, allocators;  // globs
  std::filesystem::path only;                                // names the cells instead; empty: not given
  std::vector<std::uint64_t> threads, live_mib;
  std::vector<double> loads;  // %; 0 is the closed loop
  std::optional<std::uint64_t> heap_limit_mib;
  std::optional<double> capacity_per_s;  // what 100 % load is; otherwise measured
  std::optional<std::uint64_t> blocks, trials, seed, rounds;
  std::uint64_t script_seed = 42;
  std::optional<std::filesystem::path> resume;
  double timeout_s = 120;
  double rss_every_ms = 10;  // 0: never
  std::vector<std::pair<std::string, std::string>> env;
  bool tuned = false;  // mallocs with their tuned profiles
  bool primitives = true;
  bool lock = true;
  bool quiet = false;
  bool tune = false;
  std::filesystem::path host_root = "/";  // where /proc and /sys are
  std::filesystem::path children;         // empty: next to the executable; of the base where there are sides
  std::filesystem::path head;             // children of the head; empty: the same
  std::vector<std::pair<std::string, std::string>> base_env, head_env;  // over `env`
  std::filesystem::path allocator_dir;  // empty: the system's library directories

  bool two_sided() const { return !head.empty() || !base_env.empty() || !head_env.empty(); }
};

/// The options, or nothing when --help or --version was answered on standard output. Throws UsageError.
std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace ovg::runner
