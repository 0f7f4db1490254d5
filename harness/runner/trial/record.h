#pragma once

#include "harness/record/trial.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::trial {

/// The trial's line: who, where and, in status and reason, how it ended. No numbers yet.
record::Trial trial_header(const run_directory::Manifest& manifest, const plan::PlannedTrial& planned);

/// The whole trial from an attempt at it. Writes its files first (histograms, gaps, RSS), so that a line
/// never names a file that is not there. Numbers and files are for trials whose status lets them be used;
/// others keep digest and census.
record::Trial record_trial(const run_directory::Manifest& manifest, const plan::PlannedTrial& planned, Attempt& attempt,
                           const run_directory::Store& store);

}  // namespace ovg::runner::trial
