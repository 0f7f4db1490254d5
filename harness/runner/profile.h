#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ovg::runner {

/// How much to measure. The one table of profiles is in profile.cpp.
struct Profile {
  std::string name;
  std::string scale;
  std::uint64_t blocks = 0;
  std::uint64_t trials_per_block = 0;  // of each cell
  double steady_target_ms = 0;
  double overhead_ms = 0;            // of a trial beside its steady phase; for estimates before anything ran
  double primitives_min_time_s = 0;  // Google Benchmark's --benchmark_min_time
};

/// Throws UsageError that lists the valid names.
Profile profile_named(const std::string& name);
std::vector<std::string> profile_names();

}  // namespace ovg::runner
