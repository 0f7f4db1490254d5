#include "harness/runner/pilot_figures.h"

#include <algorithm>
#include <limits>

namespace ovg::runner {

namespace {

/// The figures of a closed loop as they would be at a rate: the same ops and collections, at another pace.
PilotFigures at_rate(PilotFigures figures, double ops_per_round, double rate_per_s) {
  figures.steady_ns = static_cast<double>(figures.rounds) * ops_per_round / rate_per_s * 1e9;
  return figures;
}

bool belongs(const BaseRate& rate, const record::Cell& cell) {
  return rate.workload == cell.workload && rate.threads == cell.threads;
}

void take_slowest(BaseRate& rate, const PilotedCells& piloted, bool apart_too) {
  for (const auto& [cell, pilot] : piloted) {
    if (!pilot.last || !belongs(rate, cell) || (pilot.apart && !apart_too)) continue;
    if (rate.per_s > 0 && pilot.ops_per_s() >= rate.per_s) continue;
    rate.per_s = pilot.ops_per_s();
    rate.slowest = cell_label(cell);
  }
}

}  // namespace

record::Cell without_load(record::Cell cell) {
  cell.load.reset();
  return cell;
}

std::vector<BaseRate> base_rates(const std::vector<PlannedCell>& cells, const PilotedCells& piloted,
                                 std::optional<double> given) {
  std::vector<BaseRate> rates;
  for (const PlannedCell& planned : cells) {
    const bool known = std::any_of(rates.begin(), rates.end(),
                                   [&](const BaseRate& rate) { return belongs(rate, planned.cell); });
    if (!planned.cell.load || known) continue;
    BaseRate rate{planned.cell.workload, planned.cell.threads, given.value_or(0),
                  given ? "given with --capacity" : ""};
    if (!given) take_slowest(rate, piloted, false);
    if (rate.per_s == 0) take_slowest(rate, piloted, true);
    if (rate.per_s > 0) rates.push_back(rate);
  }
  return rates;
}

void plan_rounds(PlannedCell& planned, const Piloted& piloted, std::optional<std::uint64_t> fixed_rounds,
                 double target_ns) {
  PilotFigures first = *piloted.first;
  PilotFigures last = *piloted.last;
  if (planned.rate_per_s) {
    first = at_rate(first, piloted.ops_per_round, *planned.rate_per_s);
    last = at_rate(last, piloted.ops_per_round, *planned.rate_per_s);
  }
  planned.rounds = planned.group == "collection" ? rounds_for_collections(first, last, target_ns)
                                                 : rounds_for_target(last, target_ns);
  planned.rounds = fixed_rounds.value_or(planned.rounds);
  const double per_round_ms = last.steady_ns * 1e-6 / static_cast<double>(last.rounds);
  planned.estimate_ms = piloted.overhead_ms + per_round_ms * static_cast<double>(planned.rounds);
}

}  // namespace ovg::runner
