#include "harness/runner/plan/estimate.h"

#include <set>
#include <utility>

#include "harness/runner/os/usage_error.h"

namespace ovg::runner::plan {

namespace {

/// To build and to drop a live set.
constexpr double kMsPerLiveMib = 3;
/// Trials of collectors go on for longer, so that there are collections to see.
constexpr double kCollectionStretch = 1.35;
/// A pilot is one round, mostly another of the full length, and a process in which allocations are counted.
constexpr double kPilotShare = 1.4;
/// A program of primitives: its start, and its benchmarks at their minimum time.
constexpr double kPrimitivesStartS = 0.3;
constexpr double kPrimitives = 30;

constexpr std::uint64_t kLiveFactor = 4;
constexpr std::uint64_t kMib = 1 << 20;

double trial_ms(const PlannedCell& planned, const command::Profile& profile) {
  const double live_mib = static_cast<double>(planned.cell.live_mib.value_or(0));
  const double ms = profile.steady_target_ms + profile.overhead_ms + kMsPerLiveMib * live_mib;
  return planned.group == "collection" ? kCollectionStretch * ms : ms;
}

}  // namespace

double estimated_s(const std::vector<PlannedCell>& cells, const command::Profile& profile, bool primitives) {
  const double trials = static_cast<double>(profile.blocks * profile.trials_per_block);
  double ms = 0;
  std::set<record::Cell> piloted;
  std::set<std::pair<std::string, std::string>> programs;
  for (const PlannedCell& planned : cells) {
    if (!planned.can_run()) continue;
    ms += trials * trial_ms(planned, profile);
    if (piloted.insert(record::without_load(planned.cell)).second) ms += kPilotShare * trial_ms(planned, profile);
    programs.emplace(planned.cell.variant, planned.cell.allocator);
  }
  const double program_s = kPrimitivesStartS + kPrimitives * profile.primitives_min_time_s;
  return ms * 1e-3 + (primitives ? static_cast<double>(programs.size()) * program_s : 0);
}

void check_memory(const std::vector<PlannedCell>& cells, std::uint64_t available_bytes) {
  for (const PlannedCell& planned : cells) {
    const std::uint64_t needed = planned.cell.live_mib.value_or(0) * kLiveFactor * kMib;
    if (!planned.can_run() || needed <= available_bytes) continue;
    throw os::UsageError(
        "{} with {} MiB live needs about {} MiB, of which {} MiB are free: free memory, or choose "
        "a smaller live size",
        record::cell_label(planned.cell), *planned.cell.live_mib, needed / kMib, available_bytes / kMib);
  }
}

}  // namespace ovg::runner::plan
