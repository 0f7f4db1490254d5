#pragma once

#include <cstdint>
#include <vector>

#include "harness/runner/command/profile.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// Seconds that a plan will take, with its pilot and, where they are run, the primitives; before anything
/// ran. The constants were measured on a 2-CPU virtual machine; what dominates, the steady target, is the
/// same on every machine. Trials that are repeated because the host was noisy come on top.
double estimated_s(const std::vector<PlannedCell>& cells, const command::Profile& profile, bool primitives);

/// Throws UsageError when the largest live size among cells that can run, times 4, exceeds what is available:
/// swapping, or the kernel's killing, would be measured instead. Four times, because a collector's heap
/// starts at twice the live bytes and fragments, and a smaller machine should rather say so first.
void check_memory(const std::vector<PlannedCell>& cells, std::uint64_t available_bytes);

}  // namespace ovg::runner::plan
