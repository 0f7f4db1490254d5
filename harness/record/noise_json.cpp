#include "harness/record/noise_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ovg::record {

using nlohmann::json;

namespace {

json or_null(const std::optional<std::uint64_t>& count) {
  return count ? json(*count) : json(nullptr);
}

json or_null(const std::optional<double>& number) {
  if (number && !std::isfinite(*number)) throw RecordError("a number of noise is not finite");
  return number ? json(*number) : json(nullptr);
}

}  // namespace

json to_json(const Noise& noise) {
  return {{"steal_share", or_null(noise.steal_share)},
          {"steal_ticks", or_null(noise.steal_ticks)},
          {"throttled_periods", or_null(noise.throttled_periods)},
          {"throttled_ns", or_null(noise.throttled_ns)},
          {"major_faults", or_null(noise.major_faults)},
          {"frequency_drift", or_null(noise.frequency_drift)},
          {"cpu_pressure_share", or_null(noise.cpu_pressure_share)},
          {"memory_pressure_share", or_null(noise.memory_pressure_share)},
          {"hiccups", or_null(noise.hiccups)},
          {"hiccup_total_ns", or_null(noise.hiccup_total_ns)},
          {"hiccup_max_ns", or_null(noise.hiccup_max_ns)},
          {"clock_drift_ppm", or_null(noise.clock_drift_ppm)}};
}

Noise read_noise(const JsonFields& fields) {
  return {.steal_share = fields.optional_number("steal_share"),
          .steal_ticks = fields.optional_count("steal_ticks"),
          .throttled_periods = fields.optional_count("throttled_periods"),
          .throttled_ns = fields.optional_count("throttled_ns"),
          .major_faults = fields.optional_count("major_faults"),
          .frequency_drift = fields.optional_number("frequency_drift"),
          .cpu_pressure_share = fields.optional_number("cpu_pressure_share"),
          .memory_pressure_share = fields.optional_number("memory_pressure_share"),
          .hiccups = fields.optional_count("hiccups"),
          .hiccup_total_ns = fields.optional_count("hiccup_total_ns"),
          .hiccup_max_ns = fields.optional_count("hiccup_max_ns"),
          .clock_drift_ppm = fields.optional_number("clock_drift_ppm")};
}

}  // namespace ovg::record
