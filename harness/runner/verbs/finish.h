#pragma once

#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/measuring/bench.h"

namespace ovg::runner::verbs {

/// 128 + the signal that arrived.
int exit_code_of(os::Signals& signals);

/// Measures what `trials` lacks and the primitives, adds a line to run_log.jsonl, writes the files for
/// HdrHistogram's readers anew, prints the summary and returns the exit code. After a signal it also
/// prints the command that goes on.
int measure_and_finish(measuring::Bench& bench, std::vector<record::Trial>& trials);

}  // namespace ovg::runner::verbs
