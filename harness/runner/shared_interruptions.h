#pragma once

#include <cstdint>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/runner/hiccup_watcher.h"

namespace ovg::runner {

/// Interruptions that the hiccup watcher shared: those whose cause is `unknown` and of which hiccups cover at
/// least half become `preempted`. Interruptions are on the trial's zero, hiccups on CLOCK_MONOTONIC;
/// `epoch_monotonic_ns` is that zero on this clock. Hiccups are in order and do not overlap, as one watcher
/// logs them.
std::vector<record::Gap> with_shared_as_preempted(std::vector<record::Gap> interruptions,
                                                  const std::vector<Hiccup>& hiccups,
                                                  std::uint64_t epoch_monotonic_ns);

}  // namespace ovg::runner
