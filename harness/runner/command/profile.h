#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ovg::runner::command {

/// How much to measure. The one table of profiles is in profile.cpp.
struct Profile {
  std::string name;
  std::string scale;
  std::uint64_t blocks = 0;
  std::uint64_t trials_per_block = 1;  // of each cell
  double steady_target_ms = 0;
  double collections_within_ms = 0;  // for how long a trial with a live size may go on to see enough collections
  double primitives_min_time_s = 0;  // Google Benchmark's --benchmark_min_time

  // What of the axes it takes where the command line says nothing; a workload without the axis has none of
  // it.
  std::vector<std::uint64_t> live_mib = {};
  std::vector<double> loads = {};                   // %; 0 is the closed loop
  std::vector<std::string> reference_mallocs = {};  // under `unique`, the variant that others are compared with
  std::vector<std::string> mallocs = {};            // under the others; empty: all that there are
  bool configs_apart = false;                       // also the configs that a variant sets apart

  double overhead_ms = 0;  // of a trial beside its steady phase and live set; for estimates before anything ran
};

/// Throws UsageError that lists the valid names.
Profile profile_named(const std::string& name);
std::vector<std::string> profile_names();

}  // namespace ovg::runner::command
