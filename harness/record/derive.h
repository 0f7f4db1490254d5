#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/record/metric.h"

namespace ovg::record {

/// The metrics that docs/protocol.md lists, from what the child reported. A metric that cannot be computed is
/// absent: rates without ops, percentiles with fewer than 10 samples beyond them, phases that did not run.
/// Interruptions are counted as logged: lower bounds when `interruptions_lost` is not 0.
std::map<std::string, Metric> derive_metrics(const ChildResult& result);

/// Names the phase of each pause: the last one that had begun by its start.
std::vector<Gap> place_in_phases(std::vector<Gap> pauses, const std::vector<PhaseRecord>& phases);

}  // namespace ovg::record
