#pragma once

#include <vector>

#include "harness/record/noise.h"
#include "harness/runner/hiccup_watcher.h"
#include "harness/runner/host_files.h"
#include "harness/runner/trial_process.h"

namespace ovg::runner {

/// An attempt, and what the host did meanwhile.
struct Observed {
  Attempt attempt;
  record::Noise noise;
  std::vector<Hiccup> hiccups;  // during it, in order; none where there was no CPU to watch from
};

/// `attempt`, with the host's counters read before and after it and a hiccup watcher beside it where a CPU is
/// left over from the cell's threads. What would be ok but for noise has the status `noisy` and its reasons.
Observed observed_attempt(const HostFiles& host, const Manifest& manifest, const AttemptSpec& spec,
                          Signals& signals);

}  // namespace ovg::runner
