#include "harness/record/read_parts.h"

namespace ovg::record {

Census read_census(const JsonFields& fields) {
  return {.created_in_setup = fields.count("created_in_setup"),
          .created_per_round = fields.count("created_per_round"),
          .live_at_end = fields.count("live_at_end")};
}

ClockReading read_clock(const JsonFields& fields) {
  return {.source = fields.text("source"),
          .ticks_per_ns = fields.number("ticks_per_ns"),
          .drift_ppm = fields.number("drift_ppm")};
}

PhaseRecord read_phase(const JsonFields& fields) {
  return {.phase = fields.text("phase"),
          .start_ns = fields.count("start_ns"),
          .length_ns = fields.count("length_ns"),
          .cpu_ns = fields.count("cpu_ns"),
          .minor_faults = fields.count("minor_faults"),
          .major_faults = fields.count("major_faults"),
          .voluntary_switches = fields.count("voluntary_switches"),
          .involuntary_switches = fields.count("involuntary_switches"),
          .collections = fields.count("collections")};
}

std::optional<AllocationCounts> read_allocations(const JsonFields& fields, std::string_view name) {
  if (fields.any(name).is_null()) return std::nullopt;
  const JsonFields counts = fields.object(name);
  return AllocationCounts{.objects = counts.count("objects"),
                          .bytes_requested = counts.count("bytes_requested"),
                          .bytes_served = counts.count("bytes_served"),
                          .frees = counts.count("frees")};
}

bool is_digest(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace ovg::record
