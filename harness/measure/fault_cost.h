#pragma once

#include <cstdint>

#include "harness/measure/clock.h"

namespace ovg::measure {

/// What one page fault on fresh memory costs here, in ns: the mean over some hundred pages that are mapped,
/// touched and unmapped again. At least 1. Takes well under 1 ms and leaves no memory behind.
std::uint64_t fault_cost_ns(const Clock& clock);

}  // namespace ovg::measure
