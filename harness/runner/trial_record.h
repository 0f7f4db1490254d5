#pragma once

#include "harness/record/trial.h"
#include "harness/runner/manifest.h"
#include "harness/runner/store.h"
#include "harness/runner/trial_process.h"

namespace ovg::runner {

/// The trial's line: who, where and, in status and reason, how it ended. No numbers yet.
record::Trial trial_header(const Manifest& manifest, const PlannedTrial& planned);

/// The whole trial from an attempt at it. Writes its files first (histograms, gaps, RSS), so that a line
/// never names a file that is not there. Numbers and files are for trials whose status lets them be used;
/// others keep digest and census.
record::Trial record_trial(const Manifest& manifest, const PlannedTrial& planned, Attempt& attempt,
                           const Store& store);

}  // namespace ovg::runner
