#pragma once

#include <algorithm>
#include <string_view>

#include "harness/record/child_result.h"
#include "harness/record/described.h"
#include "harness/record/trial.h"

/// Parts that several messages have in common.
namespace ovg::record {

/// 16 lower-case hex digits.
inline bool is_digest(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

OVG_DESCRIBE(Census, created_in_setup, created_per_round, live_at_end)
OVG_DESCRIBE(ClockReading, source, ticks_per_ns, drift_ppm)
OVG_DESCRIBE(PhaseRecord, phase, start_ns, length_ns, cpu_ns, minor_faults, major_faults, voluntary_switches,
             involuntary_switches, collections)
OVG_DESCRIBE(AllocationCounts, objects, bytes_requested, bytes_served, frees)

template <class Fields>
void describe(Fields& fields, Like<Fields, Cell>& message) {
  OVG_FIELDS(workload, variant, config, allocator, scale, threads, live_mib, load, heap_limit_bytes)
  fields.or_null("arrivals", message.arrivals);
  const bool fits =
      message.load ? std::ranges::count(arrivals_names(), message.arrivals) > 0 : message.arrivals.empty();
  fields.check(fits, "arrivals", "does not go with its load");
  fields.or_null("side", message.side);
  fields.check(message.side.empty() || message.side == kBaseSide || message.side == kHeadSide, "side",
               "is neither null, \"base\" nor \"head\"");
}

}  // namespace ovg::record
