#pragma once

#include <optional>
#include <string_view>

#include "harness/record/child_result.h"
#include "harness/record/json_fields.h"

namespace ovg::record {

/// Parts that a child's result and a trial have in common. Each throws RecordError that names the field.
Census read_census(const JsonFields& fields);
ClockReading read_clock(const JsonFields& fields);
PhaseRecord read_phase(const JsonFields& fields);
/// Empty when the field `name` is null; the field itself has to be there.
std::optional<AllocationCounts> read_allocations(const JsonFields& fields, std::string_view name);

/// 16 lower-case hex digits.
bool is_digest(std::string_view text);

}  // namespace ovg::record
