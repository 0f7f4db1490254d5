#pragma once

#include <stdexcept>

namespace ovg::runner::os {

/// Something that the user can put right. The text is one line that names the fix; bench_all prints it and
/// exits with 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A run that a signal ended exits with 128 + its number, as shells have it.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailedTrials = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitSignalBase = 128;

}  // namespace ovg::runner::os
