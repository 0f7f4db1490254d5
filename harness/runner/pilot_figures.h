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
  std::optional<PilotFigures> first, last;  // the same where one was enough
  double ops_per_round = 0;
  double overhead_ms = 0;  // beside steady
  std::string digest;
  std::optional<record::AllocationCounts> counts;  // of one round

  double ops_per_s() const {
    return ops_per_round * static_cast<double>(last->rounds) / (last->steady_ns * 1e-9);
  }
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

/// Rounds and estimate of a cell whose pilot worked; in open loop at its rate.
void plan_rounds(PlannedCell& planned, const Piloted& piloted, std::optional<std::uint64_t> fixed_rounds,
                 double target_ns);

}  // namespace ovg::runner
