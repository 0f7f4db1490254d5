#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/judgement.h"
#include "harness/runner/plan.h"
#include "harness/runner/prediction.h"

namespace ovg::runner {

/// A ratio of two cells of the same workload and parameters that lies beyond what was expected.
struct Surprise {
  record::Cell cell, base;
  std::string metric;
  Judgement judgement;
  std::optional<Allowed> predicted;  // absent where no card says anything, and the judgement is against 1
  bool few_collections = false;      // a trial of either was noted gc_not_exercised
};

/// What a run says of what its cards predict. A prediction is tested at each live size, load and number of
/// threads apart.
struct Surprises {
  std::size_t holds = 0, failed = 0, undecided = 0;
  std::size_t not_measured = 0;  // predictions of measured workloads for which no block has both cells
  std::size_t most_blocks = 0;   // of any ratio
  /// The most surprising first, at most three: failed predictions, then ratios of headline cells to
  /// unique/glibc that no card predicts. At most one of a workload and pair of variants, and one of a
  /// workload, variant and metric.
  std::vector<Surprise> largest = {};

  std::size_t tested() const { return holds + failed + undecided; }
};

/// The rule is docs/statistics.md.
Surprises find_surprises(const std::vector<PlannedCell>& cells, const std::vector<record::Trial>& trials,
                         const std::vector<Prediction>& predictions);

}  // namespace ovg::runner
