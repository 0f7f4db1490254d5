#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ovg::measure {

/// The parts of a trial, in the order in which they run.
enum class Phase : std::uint8_t { kSetup, kWarmup, kSteady, kDrop, kTrim };

inline constexpr std::array kPhases{Phase::kSetup, Phase::kWarmup, Phase::kSteady, Phase::kDrop, Phase::kTrim};

constexpr std::string_view name_of(Phase phase) {
  constexpr std::array<std::string_view, kPhases.size()> kNames{"setup", "warmup", "steady", "drop", "trim"};
  return kNames[static_cast<std::size_t>(phase)];
}

}  // namespace ovg::measure
