#pragma once

#include <cstdint>
#include <optional>

namespace ovg::runner {

/// What a read of CLOCK_MONOTONIC takes, in ns: the least mean of several batches, 1 ms in all.
double timer_cost_ns();

/// By how much the kernel may put off the timers of this thread, in ns.
std::optional<std::uint64_t> timer_slack_ns();

}  // namespace ovg::runner
