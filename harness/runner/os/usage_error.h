#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace ovg::runner::os {

/// Something that the user can put right. The text is one line that names the fix; bench_all prints it and
/// exits with 2.
class UsageError : public std::runtime_error {
 public:
  explicit UsageError(const std::string& text) : std::runtime_error(text) {}
  template <class First, class... Rest>
  UsageError(fmt::format_string<First, Rest...> text, First&& first, Rest&&... rest)
      : UsageError(fmt::format(text, std::forward<First>(first), std::forward<Rest>(rest)...)) {}
};

/// A run that a signal ended exits with 128 + its number, as shells have it.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailedTrials = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitSignalBase = 128;

}  // namespace ovg::runner::os
