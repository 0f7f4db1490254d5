#pragma once

#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/host/host_files.h"
#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"
#include "harness/runner/terminal/progress.h"

namespace ovg::runner::verbs {

/// 128 + the signal that arrived.
int exit_code_of(os::Signals& signals);

/// Measures what `trials` lacks and the primitives, adds a line to run_log.jsonl, writes the files for
/// HdrHistogram's readers anew, prints the summary and returns the exit code. After a signal it also
/// prints the command that goes on. `host` is where noise and the host's state
/// are read.
int measure_and_finish(const host::HostFiles& host, const run_directory::Manifest& manifest,
                       run_directory::Store& store, std::vector<record::Trial>& trials,
                       terminal::Progress& progress, os::Signals& signals);

}  // namespace ovg::runner::verbs
