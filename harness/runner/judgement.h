#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "harness/runner/prediction.h"

namespace ovg::runner {

enum class Verdict { kHolds, kFails, kUndecided };

/// The ratios that a prediction allows, both ends included; an end that is absent is open.
struct Allowed {
  std::optional<double> lowest, highest;
};

Allowed allowed_by(Expect expect, double by);

/// What paired ratios say of what is allowed.
struct Judgement {
  Verdict verdict = Verdict::kUndecided;
  double ratio = 1;        // median over the blocks
  std::size_t blocks = 0;  // with a ratio
  double bound = 1;        // where it fails: the allowed ratio that is nearest
  std::size_t beyond = 0;  // where it fails: blocks that lie beyond it
  double surprise = 0;     // where it fails: |ln(ratio / bound)|
};

/// Holds when the sign test says of every bound that the ratio lies within (docs/statistics.md), fails
/// when it says of one that it lies beyond; a ratio that is just the bound counts for neither. Ratios are
/// positive, and at least one.
Judgement judge(const std::vector<double>& ratios, const Allowed& allowed);

}  // namespace ovg::runner
