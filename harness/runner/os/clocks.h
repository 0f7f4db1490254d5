#pragma once

#include <cstdint>
#include <ctime>
#include <string>

namespace ovg::runner::os {

/// CLOCK_MONOTONIC in ns: the clock on which children report their epoch.
inline std::uint64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

/// Now, in UTC: "2026-11-23T02:45:00Z".
std::string utc_now();

/// Now, in ms since 1970 in UTC.
std::uint64_t unix_ms_now();

/// Now and six random hex digits: "20261123-024500-3f9a1c".
std::string new_run_id();

}  // namespace ovg::runner::os
