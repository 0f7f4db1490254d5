#include "harness/runner/shared_interruptions.h"

#include <algorithm>

namespace ovg::runner {

namespace {

std::uint64_t end_of(const Hiccup& hiccup) {
  return hiccup.start_ns + hiccup.length_ns;
}

/// How much of [from_ns, to_ns) lies within hiccups.
std::uint64_t covered_ns(const std::vector<Hiccup>& hiccups, std::uint64_t from_ns, std::uint64_t to_ns) {
  std::uint64_t covered = 0;
  auto hiccup = std::partition_point(hiccups.begin(), hiccups.end(),
                                     [&](const Hiccup& earlier) { return end_of(earlier) <= from_ns; });
  for (; hiccup != hiccups.end() && hiccup->start_ns < to_ns; ++hiccup) {
    covered += std::min(end_of(*hiccup), to_ns) - std::max(hiccup->start_ns, from_ns);
  }
  return covered;
}

}  // namespace

std::vector<record::Gap> with_shared_as_preempted(std::vector<record::Gap> interruptions,
                                                  const std::vector<Hiccup>& hiccups,
                                                  std::uint64_t epoch_monotonic_ns) {
  for (record::Gap& gap : interruptions) {
    if (gap.cause != "unknown") continue;
    const std::uint64_t from_ns = epoch_monotonic_ns + gap.start_ns;
    const std::uint64_t shared_ns = covered_ns(hiccups, from_ns, from_ns + gap.length_ns);
    if (shared_ns > 0 && 2 * shared_ns >= gap.length_ns) gap.cause = "preempted";
  }
  return interruptions;
}

}  // namespace ovg::runner
