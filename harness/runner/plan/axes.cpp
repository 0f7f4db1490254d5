#include "harness/runner/plan/axes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "harness/record/cell.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::plan {

using catalogue::WorkloadCard;
using command::Choice;
using command::Profile;
using command::Sweep;

namespace {

unsigned processors() {
  return static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

/// For a workload that has threads: 1, 2, 4 ... and all processors.
std::vector<unsigned> thread_steps(unsigned most) {
  std::set<unsigned> steps{most};
  for (unsigned threads = 1; threads < most; threads *= 2) steps.insert(threads);
  return {steps.begin(), steps.end()};
}

std::vector<unsigned> threads_of(const WorkloadCard& workload, const Choice& choice) {
  const bool sweeps = choice.sweep == Sweep::kThreads;
  if (sweeps && workload.max_threads == 1) return {};
  if (!choice.threads.empty()) {
    std::vector<unsigned> possible;
    for (const std::uint64_t threads : choice.threads) {
      if (threads <= workload.max_threads) possible.push_back(static_cast<unsigned>(threads));
    }
    return possible;
  }
  if (!workload.about_threads && !sweeps) return {1};
  return thread_steps(std::min(processors(), workload.max_threads));
}

std::vector<std::optional<std::uint64_t>> live_sizes_of(const WorkloadCard& workload, const Choice& choice,
                                                        const Profile& profile) {
  const std::vector<std::uint64_t>& offered = workload.live_mib;
  if (offered.empty()) {
    const bool wanted = choice.sweep == Sweep::kLive || !choice.live_mib.empty();
    return wanted ? std::vector<std::optional<std::uint64_t>>{} : std::vector<std::optional<std::uint64_t>>{{}};
  }
  std::vector<std::uint64_t> wanted = profile.live_mib;
  if (choice.sweep == Sweep::kLive) wanted = offered;
  if (!choice.live_mib.empty()) wanted = choice.live_mib;
  std::vector<std::optional<std::uint64_t>> sizes;
  for (const std::uint64_t size : offered) {
    if (std::ranges::find(wanted, size) != wanted.end()) sizes.emplace_back(size);
  }
  return sizes;
}

/// Requests are measured in the profile's loads; other workloads in open loop only when told so.
/// So are several threads, which wait for due times by spinning and would take the processors from each other.
std::vector<double> loads_of(const WorkloadCard& workload, unsigned threads, const Choice& choice,
                             const Profile& profile) {
  if (!choice.loads.empty()) return choice.loads;
  if (choice.sweep == Sweep::kHeap || threads > 1 || !workload.open_loop) return {0};
  if (choice.sweep == Sweep::kLive) return {0, 50};
  return profile.loads;
}

std::vector<std::string> arrivals_of(const Choice& choice) {
  if (!choice.arrivals.empty()) return choice.arrivals;
  return {record::arrivals_names().front()};
}

}  // namespace

std::vector<Point> points_of(const WorkloadCard& workload, const Choice& choice, const Profile& profile) {
  std::vector<Point> points;
  for (const unsigned threads : threads_of(workload, choice)) {
    for (const auto& live_mib : live_sizes_of(workload, choice, profile)) {
      for (const double load : loads_of(workload, threads, choice, profile)) {
        if (load == 0) points.push_back({threads, live_mib, {}});
        for (const std::string& arrivals : arrivals_of(choice)) {
          if (load > 0) points.push_back({threads, live_mib, load, arrivals});
        }
      }
    }
  }
  return points;
}

void require_points(bool any, const std::vector<WorkloadCard>& selected, const Choice& choice) {
  if (any) return;
  std::vector<std::string> names;
  std::set<std::uint64_t> sizes;
  unsigned most_threads = 1;
  for (const WorkloadCard& workload : selected) {
    names.push_back(workload.name);
    sizes.insert(workload.live_mib.begin(), workload.live_mib.end());
    most_threads = std::max(most_threads, workload.max_threads);
  }
  const std::string who = fmt::format("{}", fmt::join(names, ", "));
  if (choice.sweep == Sweep::kThreads && most_threads == 1) {
    throw os::UsageError("sweep threads: {} has no threads; bench_all list --json names max_threads", who);
  }
  if (!choice.threads.empty() && *std::ranges::max_element(choice.threads) > most_threads) {
    throw os::UsageError("--threads: {} runs with at most {} thread{}", who, most_threads,
                         most_threads == 1 ? "" : "s");
  }
  if (sizes.empty()) {
    throw os::UsageError("{}: the live set of {} has no size to choose",
                         choice.sweep == Sweep::kLive ? "sweep live" : "--live", who);
  }
  throw os::UsageError("--live: {} offers {} MiB", who, fmt::join(sizes, ", "));
}

}  // namespace ovg::runner::plan
