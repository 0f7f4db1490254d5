#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/record/median.h"
#include "harness/runner/run_directory/manifest.h"

namespace ovg::runner::measuring {

/// What a pilot tells of one cell.
struct PilotFigures {
  std::uint64_t rounds = 1;
  double steady_ns = 0;
  std::uint64_t collections = 0;  // in steady
};

/// A trial of a collector should see a few more collections than the 20 below which it counts as not
/// exercised.
inline constexpr std::uint64_t kWantedCollections = 22;
/// For that it may take this many times the steady target, or, where marks are long because a live size was asked for,
/// the profile's `collections_within_ms`.
inline constexpr double kLongestStretch = 4;
/// One round alone is too short a measurement to multiply by more than this: a single interruption in it
/// would shorten every trial of the cell.
inline constexpr std::uint64_t kMostExtrapolation = 3;

/// Rounds that fill the steady target, at least 1.
std::uint64_t rounds_for_target(const PilotFigures& pilot, double target_ns);

/// The same, and up to `longest_ns` for the collections wanted; so long where the pilot saw none.
std::uint64_t rounds_for_collections(const PilotFigures& pilot, double target_ns, double longest_ns);

/// What the closed-loop pilot of a cell showed; without figures where it failed.
struct Piloted {
  record::Cell cell;  // without a load
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
  double ops_per_s() const { return record::median(rates_per_s); }
};

/// By the cell without its load.
using PilotedCells = std::map<record::Cell, Piloted>;

/// What `unique` over glibc does at the slowest of the live sizes, for each workload and number of threads that cells
/// in open loop belong to. `given` replaces what was measured.
std::vector<run_directory::BaseRate> base_rates(const std::vector<plan::PlannedCell>& cells,
                                                const PilotedCells& piloted, std::optional<double> given);

/// From what length on an op of a question is an interruption, in ns, the same for all of its cells, so that
/// their counts may be compared: 20 us, ten times the median over the cells of their median ops, or twice the
/// slowest cell's, whichever is most. With `median_ops_ns` of at least one cell.
std::uint64_t interruption_threshold_ns(std::vector<std::uint64_t> median_ops_ns);

/// Rounds and estimate of a cell whose pilot worked; in open loop at its rate.
void plan_rounds(plan::PlannedCell& planned, const Piloted& piloted, std::optional<std::uint64_t> fixed_rounds,
                 const command::Profile& profile);

}  // namespace ovg::runner::measuring
