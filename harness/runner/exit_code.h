#pragma once

namespace ovg::runner {

/// A run that a signal ended exits with 128 + its number, as shells have it.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailedTrials = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitSignalBase = 128;

}  // namespace ovg::runner
