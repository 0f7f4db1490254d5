#include "harness/runner/timer_cost.h"

#include <sys/prctl.h>

#include <algorithm>
#include <limits>

#include "harness/runner/monotonic.h"

namespace ovg::runner {

double timer_cost_ns() {
  constexpr int kBatches = 10;
  constexpr int kReads = 2'000;
  double least_ns = std::numeric_limits<double>::max();
  for (int batch = 0; batch < kBatches; ++batch) {
    const std::uint64_t start_ns = monotonic_ns();
    std::uint64_t end_ns = start_ns;
    for (int read = 0; read < kReads; ++read) end_ns = monotonic_ns();
    least_ns = std::min(least_ns, static_cast<double>(end_ns - start_ns) / kReads);
  }
  return least_ns;
}

std::optional<std::uint64_t> timer_slack_ns() {
  const int slack = prctl(PR_GET_TIMERSLACK);
  return slack < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(slack));
}

}  // namespace ovg::runner
