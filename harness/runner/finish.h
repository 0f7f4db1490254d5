#pragma once

#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/host_files.h"
#include "harness/runner/manifest.h"
#include "harness/runner/progress.h"
#include "harness/runner/signals.h"
#include "harness/runner/store.h"

namespace ovg::runner {

/// 128 + the signal that arrived.
int exit_code_of(Signals& signals);

/// Measures what `trials` lacks and the primitives, adds a line to run_log.jsonl, writes the files for
/// HdrHistogram's readers anew, prints the summary and the most surprising results, and returns the exit
/// code. After a signal it also prints the command that goes on. `host` is where noise and the host's state
/// are read.
int measure_and_finish(const HostFiles& host, const Manifest& manifest, Store& store,
                       std::vector<record::Trial>& trials, Progress& progress, Signals& signals);

}  // namespace ovg::runner
