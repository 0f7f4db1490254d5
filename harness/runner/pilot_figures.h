#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/runner/calibration.h"
#include "harness/runner/manifest.h"

namespace ovg::runner {

/// What the closed-loop pilot of a cell showed; without figures where it failed.
struct Piloted {
  record::Cell cell;  // without a load
  bool apart = false;
  record::Status status = record::Status::kOk;
  std::string reason;
  std::optional<PilotFigures> last;  // of its longest process
  bool allocates = false;            // its rounds create objects
  double ops_per_round = 0;
  std::vector<double> rates_per_s;  // one; three of a cell that sets a rate
  std::uint64_t median_op_ns = 0;
  double overhead_ms = 0;  // beside steady
  std::string digest;
  std::optional<record::AllocationCounts> counts;  // of one round

  /// Median of what was measured; with figures only.
  double ops_per_s() const;
};

/// By the cell without its load.
using PilotedCells = std::map<record::Cell, Piloted>;

/// The cell in closed loop.
record::Cell without_load(record::Cell cell);

/// The slowest rate of each workload and number of threads that cells in open loop belong to, over all live
/// sizes; of cells whose config is set apart only where there are no others. `given` replaces what was
/// measured.
std::vector<BaseRate> base_rates(const std::vector<PlannedCell>& cells, const PilotedCells& piloted,
                                 std::optional<double> given);

/// From what length on an op of a question is an interruption, in ns, the same for all of its cells, so that
/// their counts may be compared: 20 us, ten times the median over the cells of their median ops, or twice the
/// slowest cell's, whichever is most. With `median_ops_ns` of at least one cell.
std::uint64_t interruption_threshold_ns(std::vector<std::uint64_t> median_ops_ns);

/// Rounds and estimate of a cell whose pilot worked; in open loop at its rate.
void plan_rounds(PlannedCell& planned, const Piloted& piloted, std::optional<std::uint64_t> fixed_rounds,
                 double target_ns);

}  // namespace ovg::runner
