#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/record/child_result.h"

namespace ovg::record {

/// The values of the metrics (metrics.h) that follow from what the child reported. A metric that cannot be
/// computed is absent: rates without ops, percentiles with fewer than 10 samples beyond them, phases that did
/// not run, response times of a rate that could not be reached. Interruptions are counted as logged: lower
/// bounds when `interruptions_lost` is not 0.
std::map<std::string, double> derive_metrics(const ChildResult& result);

/// A phase by its name; the sum where it ran more than once.
std::optional<PhaseRecord> find_phase(const ChildResult& result, std::string_view name);

/// Ops per second of steady; absent without ops.
std::optional<double> achieved_rate_per_s(const ChildResult& result);

/// Open loop only: a thread fell behind for good. What response times then show is the length of the trial.
bool is_saturated(const ChildResult& result);

/// Names the phase of each pause: the last one that had begun by its start.
std::vector<Gap> place_in_phases(std::vector<Gap> pauses, const std::vector<PhaseRecord>& phases);

/// What a trial of `rounds` steady rounds allocated, from what one round of its cell did in a process that
/// was counted and not timed. Objects and bytes are exact, because every steady round of a cell observes and
/// creates the same. `object_size_served` is the mean of that round, and absent where there is no object;
/// glibc's varies by some hundredths of a per cent, as rests of chunks happen to lie.
std::map<std::string, double> allocation_metrics(const AllocationCounts& per_round, std::uint64_t rounds);

}  // namespace ovg::record
