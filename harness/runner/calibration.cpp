#include "harness/runner/calibration.h"

#include <algorithm>
#include <cmath>

namespace ovg::runner {

namespace {

/// Bounds what a pilot too short for its clock can ask for.
constexpr double kMostRounds = 1e9;

double ns_per_round(const PilotFigures& pilot) {
  return std::max(pilot.steady_ns, 1.0) / static_cast<double>(std::max<std::uint64_t>(pilot.rounds, 1));
}

}  // namespace

std::uint64_t rounds_for_target(const PilotFigures& pilot, double target_ns) {
  return static_cast<std::uint64_t>(std::clamp(std::ceil(target_ns / ns_per_round(pilot)), 1.0, kMostRounds));
}

std::uint64_t rounds_for_collections(const PilotFigures& pilot, double target_ns) {
  const auto enough = static_cast<double>(rounds_for_target(pilot, target_ns));
  const double longest = std::max(std::floor(kLongestStretch * target_ns / ns_per_round(pilot)), enough);
  const double per_round = static_cast<double>(pilot.collections) / static_cast<double>(pilot.rounds);
  const double wanted =
      pilot.collections == 0 ? longest : std::ceil(static_cast<double>(kWantedCollections) / per_round);
  return static_cast<std::uint64_t>(std::min(std::clamp(wanted, enough, longest), kMostRounds));
}

}  // namespace ovg::runner
