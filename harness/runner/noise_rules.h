#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/record/noise.h"

namespace ovg::runner {

/// Beyond these a trial is `noisy`. The kernel counts steal in ticks of 1 to 10 ms, so that a short trial has
/// over 1 % as soon as one tick falls into it: two are asked for.
inline constexpr double kHighestStealShare = 0.01;
inline constexpr std::uint64_t kFewestStealTicks = 2;
inline constexpr double kHighestFrequencyDrift = 0.03;
inline constexpr double kHighestClockDriftPpm = 1000;  // 0.1 %

/// Why the numbers of a trial are not to be trusted, with figures; empty for a quiet one. What the host does
/// not tell is no reason. Pressure and hiccups are none either: they show load, of which the trial itself is
/// a part.
std::vector<std::string> reasons_for_noise(const record::Noise& noise);

}  // namespace ovg::runner
