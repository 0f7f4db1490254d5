#pragma once

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

template <class Fields>
void describe(Fields& fields, Like<Fields, Census>& census) {
  fields("created_in_setup", census.created_in_setup);
  fields("created_per_round", census.created_per_round);
  fields("live_at_end", census.live_at_end);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, ClockReading>& clock) {
  fields("source", clock.source);
  fields("ticks_per_ns", clock.ticks_per_ns);
  fields("drift_ppm", clock.drift_ppm);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, PhaseRecord>& phase) {
  fields("phase", phase.phase);
  fields("start_ns", phase.start_ns);
  fields("length_ns", phase.length_ns);
  fields("cpu_ns", phase.cpu_ns);
  fields("minor_faults", phase.minor_faults);
  fields("major_faults", phase.major_faults);
  fields("voluntary_switches", phase.voluntary_switches);
  fields("involuntary_switches", phase.involuntary_switches);
  fields("collections", phase.collections);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, AllocationCounts>& counts) {
  fields("objects", counts.objects);
  fields("bytes_requested", counts.bytes_requested);
  fields("bytes_served", counts.bytes_served);
  fields("frees", counts.frees);
}

template <class Fields>
void describe(Fields& fields, Like<Fields, Cell>& cell) {
  fields("workload", cell.workload);
  fields("variant", cell.variant);
  fields("config", cell.config);
  fields("allocator", cell.allocator);
  fields("scale", cell.scale);
  fields("threads", cell.threads);
  fields("live_mib", cell.live_mib);
  fields("load", cell.load);
  fields("heap_limit_bytes", cell.heap_limit_bytes);
  fields.or_null("side", cell.side);
  fields.check(cell.side.empty() || cell.side == kBaseSide || cell.side == kHeadSide, "side",
               "is neither null, \"base\" nor \"head\"");
}

}  // namespace ovg::record
