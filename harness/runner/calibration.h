#pragma once

#include <cstdint>

namespace ovg::runner {

/// What a pilot tells of one cell.
struct PilotFigures {
  std::uint64_t rounds = 1;
  double steady_ns = 0;
  std::uint64_t collections = 0;  // in steady
};

/// A trial of a collector should see a few more collections than the 20 below which it counts as not
/// exercised.
inline constexpr std::uint64_t kWantedCollections = 22;
/// For that it may take this many times the steady target, not more.
inline constexpr double kLongestStretch = 4;

/// One round alone is too short a measurement to multiply by more than this: a single interruption in it
/// would shorten every trial of the cell.
inline constexpr std::uint64_t kMostExtrapolation = 3;

/// Rounds that fill the steady target, at least 1.
std::uint64_t rounds_for_target(const PilotFigures& pilot, double target_ns);

/// The same, and more if need be for the collections wanted; the longest stretch where the pilot saw none.
std::uint64_t rounds_for_collections(const PilotFigures& pilot, double target_ns);

}  // namespace ovg::runner
