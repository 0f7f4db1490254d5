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

std::uint64_t rounds_for_collections(const PilotFigures& first, const PilotFigures& second,
                                     double target_ns) {
  const std::uint64_t enough = rounds_for_target(second, target_ns);
  if (second.rounds <= first.rounds || second.collections <= first.collections) return enough;
  const auto as_double = [](std::uint64_t count) { return static_cast<double>(count); };
  const double per_round =
      as_double(second.collections - first.collections) / as_double(second.rounds - first.rounds);
  const double expected =
      as_double(second.collections) + per_round * (as_double(enough) - as_double(second.rounds));
  const double missing = as_double(kWantedCollections) - expected;
  if (missing <= 0) return enough;
  const double wanted = as_double(enough) + std::ceil(missing / per_round);
  const double longest =
      std::max(std::floor(kLongestStretch * target_ns / ns_per_round(second)), as_double(enough));
  return static_cast<std::uint64_t>(std::min({wanted, longest, kMostRounds}));
}

}  // namespace ovg::runner
