#pragma once

#include <cstdint>
#include <string>

namespace ovg::runner {

/// Now, in UTC: "2026-11-23T02:45:00Z".
std::string utc_now();

/// Now, in ms since 1970 in UTC.
std::uint64_t unix_ms_now();

/// Now and six random hex digits: "20261123-024500-3f9a1c".
std::string new_run_id();

}  // namespace ovg::runner
