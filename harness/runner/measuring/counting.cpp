#include "harness/runner/measuring/counting.h"

#include <fmt/format.h>

#include "harness/record/status.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::measuring {

bool count_allocations(const Bench& bench, const plan::PlannedCell& closed, const std::string& digest,
                       const std::filesystem::path& log, std::optional<record::AllocationCounts>& counts) {
  const std::filesystem::path& counter = bench.manifest.side_of(closed.cell).counter;
  if (counter.empty()) return true;
  const trial::Attempt done = bench.attempt({.planned = closed,
                                             .rounds = 1,
                                             .stack_target_bytes = 0,
                                             .log = log,
                                             .reference_digest = digest,
                                             .counter = counter});
  if (done.outcome.interrupted) return false;
  if (record::has_numbers(done.verdict.status)) {
    counts = done.verdict.result->allocations;
  } else {
    bench.progress.warning(fmt::format("the allocations of {} were not counted: {}", record::cell_label(closed.cell),
                                       done.verdict.reason));
  }
  return true;
}

}  // namespace ovg::runner::measuring
