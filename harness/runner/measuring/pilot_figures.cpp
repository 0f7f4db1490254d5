#include "harness/runner/measuring/pilot_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/runner/plan/load_reference.h"

namespace ovg::runner::measuring {

namespace {

/// The figures of a closed loop as they would be at a rate: the same ops and collections, at another pace.
PilotFigures at_rate(PilotFigures figures, double ops_per_round, double rate_per_s) {
  figures.steady_ns = static_cast<double>(figures.rounds) * ops_per_round / rate_per_s * 1e9;
  return figures;
}

bool belongs(const run_directory::BaseRate& rate, const record::Cell& cell) {
  return rate.workload == cell.workload && rate.threads == cell.threads;
}

void take_slowest(run_directory::BaseRate& rate, const PilotedCells& piloted) {
  for (const auto& [cell, pilot] : piloted) {
    if (!pilot.last || !belongs(rate, cell) || !plan::says_what_full_load_is(cell)) continue;
    if (rate.per_s > 0 && pilot.ops_per_s() >= rate.per_s) continue;
    rate.per_s = pilot.ops_per_s();
    rate.slowest = record::cell_label(cell);
  }
}

/// Bounds what a pilot too short for its clock can ask for.
constexpr double kMostRounds = 1e9;

double ns_per_round(const PilotFigures& pilot) {
  return std::max(pilot.steady_ns, 1.0) / static_cast<double>(std::max<std::uint64_t>(pilot.rounds, 1));
}

}  // namespace

std::uint64_t interruption_threshold_ns(std::vector<std::uint64_t> median_ops_ns) {
  constexpr std::uint64_t kFloorNs = 20'000;
  std::ranges::sort(median_ops_ns);
  const std::uint64_t middle = median_ops_ns.at(median_ops_ns.size() / 2);
  return std::max({kFloorNs, 10 * middle, 2 * median_ops_ns.back()});
}

std::vector<run_directory::BaseRate> base_rates(const std::vector<plan::PlannedCell>& cells,
                                                const PilotedCells& piloted, std::optional<double> given) {
  std::vector<run_directory::BaseRate> rates;
  for (const plan::PlannedCell& planned : cells) {
    const bool known =
        std::ranges::any_of(rates, [&](const run_directory::BaseRate& rate) { return belongs(rate, planned.cell); });
    if (!planned.cell.load || known) continue;
    run_directory::BaseRate rate{planned.cell.workload, planned.cell.threads, given.value_or(0),
                                 given ? "given with --capacity" : ""};
    if (!given) take_slowest(rate, piloted);
    if (rate.per_s > 0) rates.push_back(rate);
  }
  return rates;
}

void plan_rounds(plan::PlannedCell& planned, const Piloted& piloted, std::optional<std::uint64_t> fixed_rounds,
                 const command::Profile& profile) {
  PilotFigures last = *piloted.last;
  if (planned.rate_per_s) last = at_rate(last, piloted.ops_per_round, *planned.rate_per_s);
  // What never creates an object will never collect, however long it runs.
  const bool may_collect = planned.group == "collection" && piloted.allocates;
  const double target_ns = profile.steady_target_ms * 1e6;
  const double longest_ns =
      planned.cell.live_mib && last.collections > 0 ? profile.collections_within_ms * 1e6 : kLongestStretch * target_ns;
  planned.rounds =
      may_collect ? rounds_for_collections(last, target_ns, longest_ns) : rounds_for_target(last, target_ns);
  planned.rounds = fixed_rounds.value_or(planned.rounds);
  const double per_round_ms = last.steady_ns * 1e-6 / static_cast<double>(last.rounds);
  planned.estimate_ms = piloted.overhead_ms + per_round_ms * static_cast<double>(planned.rounds);
}

std::uint64_t rounds_for_target(const PilotFigures& pilot, double target_ns) {
  return static_cast<std::uint64_t>(std::clamp(std::ceil(target_ns / ns_per_round(pilot)), 1.0, kMostRounds));
}

std::uint64_t rounds_for_collections(const PilotFigures& pilot, double target_ns, double longest_ns) {
  const auto enough = static_cast<double>(rounds_for_target(pilot, target_ns));
  const double longest = std::max(std::floor(longest_ns / ns_per_round(pilot)), enough);
  const double per_round = static_cast<double>(pilot.collections) / static_cast<double>(pilot.rounds);
  const double wanted =
      pilot.collections == 0 ? longest : std::ceil(static_cast<double>(kWantedCollections) / per_round);
  return static_cast<std::uint64_t>(std::min(std::clamp(wanted, enough, longest), kMostRounds));
}

}  // namespace ovg::runner::measuring
