#include "harness/runner/counting.h"

#include <fmt/format.h>

#include "harness/record/status.h"
#include "harness/runner/trial_process.h"

namespace ovg::runner {

bool Counting::count(PlannedCell& planned, const std::string& digest) {
  if (manifest_.counter.empty()) return true;
  PlannedCell closed = planned;
  closed.cell.load.reset();
  const auto known = counted_.find(closed.cell);
  if (known != counted_.end()) {
    planned.counts_per_round = known->second;
    return true;
  }

  const auto log = store_.path(fmt::format("logs/count-{}.log", counted_.size()));
  const Attempt done = attempt(manifest_,
                               {.planned = closed,
                                .rounds = 1,
                                .stack_target_bytes = 0,
                                .log = log,
                                .reference_digest = digest,
                                .counter = manifest_.counter},
                               signals_);
  if (done.outcome.interrupted) return false;
  if (record::has_numbers(done.verdict.status)) {
    planned.counts_per_round = done.verdict.result->allocations;
  } else {
    progress_.warning(fmt::format("the allocations of {} were not counted: {}", cell_label(planned.cell),
                                  done.verdict.reason));
  }
  counted_.emplace(closed.cell, planned.counts_per_round);
  return true;
}

}  // namespace ovg::runner
