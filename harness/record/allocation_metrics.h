#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "harness/record/child_result.h"

namespace ovg::record {

/// What a trial of `rounds` steady rounds allocated, from what one round of its cell did in a process that
/// was counted and not timed. Objects and bytes are exact, because every steady round of a cell observes and
/// creates the same. `object_size_served` is the mean of that round, and absent where there is no object;
/// glibc's varies by some hundredths of a per cent, as rests of chunks happen to lie.
std::map<std::string, double> allocation_metrics(const AllocationCounts& per_round, std::uint64_t rounds);

}  // namespace ovg::record
