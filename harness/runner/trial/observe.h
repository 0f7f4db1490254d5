#pragma once

#include <cstdint>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/record/trial.h"
#include "harness/runner/host/hiccup_watcher.h"
#include "harness/runner/host/host_files.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::trial {

/// An attempt, and what the host did meanwhile.
struct Observed {
  Attempt attempt;
  record::Noise noise;
};

/// `attempt`, with the host's counters read before and after it and a hiccup watcher beside it where a CPU is
/// left over from the cell's threads. What would be ok but for noise has the status `noisy` and its reasons.
Observed observed_attempt(const host::HostFiles& host, const run_directory::Manifest& manifest, const AttemptSpec& spec,
                          os::Signals& signals);

/// Interruptions that the hiccup watcher shared: those whose cause is `unknown` and of which hiccups cover at
/// least half become `preempted`. Interruptions are on the trial's zero, hiccups on CLOCK_MONOTONIC;
/// `epoch_monotonic_ns` is that zero on this clock. Hiccups are in order and do not overlap, as one watcher
/// logs them.
std::vector<record::Gap> with_shared_as_preempted(std::vector<record::Gap> interruptions,
                                                  const std::vector<host::Hiccup>& hiccups,
                                                  std::uint64_t epoch_monotonic_ns);

}  // namespace ovg::runner::trial
