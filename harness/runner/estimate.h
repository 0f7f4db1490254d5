#pragma once

#include <vector>

#include "harness/runner/plan.h"
#include "harness/runner/profile.h"

namespace ovg::runner {

/// Seconds that a plan will take, with its pilot and, where they are run, the primitives; before anything
/// ran. The constants were measured on a 2-CPU virtual machine; what dominates, the steady target, is the
/// same on every machine. Trials that are repeated because the host was noisy come on top.
double estimated_s(const std::vector<PlannedCell>& cells, const Profile& profile, bool primitives);

}  // namespace ovg::runner
