#include "harness/runner/measuring/counting.h"

#include <fmt/format.h>

#include "harness/record/status.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::measuring {

bool Counting::count(const plan::PlannedCell& closed, const std::string& digest,
                     std::optional<record::AllocationCounts>& counts) {
  const std::filesystem::path& counter = bench_.manifest.counter_of(closed.cell);
  if (counter.empty()) return true;
  const auto log = bench_.store.path(fmt::format("logs/count-{}.log", processes_++));
  const trial::Attempt done = bench_.attempt({.planned = closed,
                                              .rounds = 1,
                                              .stack_target_bytes = 0,
                                              .log = log,
                                              .reference_digest = digest,
                                              .counter = counter});
  if (done.outcome.interrupted) return false;
  if (record::has_numbers(done.verdict.status)) {
    counts = done.verdict.result->allocations;
  } else {
    bench_.progress.warning(fmt::format("the allocations of {} were not counted: {}", record::cell_label(closed.cell),
                                        done.verdict.reason));
  }
  return true;
}

}  // namespace ovg::runner::measuring
