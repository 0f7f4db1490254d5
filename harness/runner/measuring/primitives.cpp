#include "harness/runner/measuring/primitives.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "harness/runner/os/process.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::measuring {

namespace fs = std::filesystem;

namespace {

/// A program of some dozens of benchmarks; only one that hangs takes this long.
constexpr double kTimeoutS = 1800;

std::set<std::pair<std::string, std::string>> variants_and_allocators(const run_directory::Manifest& manifest) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const plan::PlannedCell& planned : manifest.cells) {
    if (planned.can_run()) pairs.emplace(planned.cell.variant, planned.cell.allocator);
  }
  return pairs;
}

os::ProcessSpec program(const run_directory::Manifest& manifest, const run_directory::ChildBinary& child,
                        const std::string& allocator, const fs::path& output, const fs::path& log) {
  const fs::path& library = manifest.allocator_named(allocator).library;
  return {
      {child.primitives.string(), "--benchmark_format=console", "--benchmark_out=" + output.string(),
       "--benchmark_out_format=json", fmt::format("--benchmark_min_time={}", manifest.profile.primitives_min_time_s)},
      os::as_environment(os::with_preload(manifest.child_env, library.string())),
      log,
      os::Channel::kNone};
}

}  // namespace

bool run_primitives(const Bench& bench) {
  bool all_worked = true;
  for (const auto& [variant, allocator] : variants_and_allocators(bench.manifest)) {
    const run_directory::ChildBinary& child = bench.manifest.sides.front().child_of(variant);
    const std::string name = variant + "-" + allocator;
    const fs::path kept = bench.store.path("primitives/" + name + ".json");
    if (child.primitives.empty() || fs::exists(kept)) continue;
    bench.progress.step(fmt::format("primitives of {}/{}", variant, allocator));
    const fs::path partial = bench.store.path("primitives/" + name + ".json.tmp");
    const fs::path log = bench.store.path("logs/primitives-" + name + ".log");
    const os::ProcessOutcome outcome = os::watch(program(bench.manifest, child, allocator, partial, log), kTimeoutS,
                                                 bench.signals, [](std::string_view) {});
    std::error_code failed;
    if (outcome.exit_code == 0) fs::rename(partial, kept, failed);
    if (outcome.interrupted) return all_worked;
    if (outcome.exit_code != 0 || failed) {
      all_worked = false;
      bench.progress.warning(fmt::format("the primitives of {}/{} failed: see {}; --resume runs them again", variant,
                                         allocator, log.string()));
    }
  }
  return all_worked;
}

}  // namespace ovg::runner::measuring
