#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/runner/catalogue/cards.h"
#include "harness/runner/command/asked.h"
#include "harness/runner/command/profile.h"

namespace ovg::runner::plan {

/// One combination of the parameters that a workload offers beside its scale.
struct Point {
  unsigned threads = 1;
  std::optional<std::uint64_t> live_mib;  // only where it is a parameter of the workload
  std::optional<double> load;             // %; absent in a closed loop
  std::string arrivals = {};              // empty in a closed loop
};

/// The points of a workload, in the order threads, live size, load, arrivals: what the command line asks for; without
/// that what the sweep is about, or else what the profile takes. Empty when the workload lacks what was asked
/// for: threads, a live set of a chosen size, or the size itself.
std::vector<Point> points_of(const catalogue::WorkloadCard& workload, const command::Choice& choice,
                             const command::Profile& profile);

/// Throws UsageError that says what these workloads lack when none of them has a point. `names` are the
/// workloads that were selected.
void require_points(bool any, const std::vector<catalogue::WorkloadCard>& selected, const command::Choice& choice);

/// Times the smallest heap: what `sweep heap` measures.
inline const std::vector<double> kHeapFactors{1.1, 1.5, 2, 3, 5};

}  // namespace ovg::runner::plan
