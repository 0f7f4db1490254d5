#pragma once

#include <cstddef>

namespace ovg::runner {

/// Two-sided p of the sign test: how probable it is that of so many fair coins at least as many fall alike. 1
/// without any.
double sign_test(std::size_t over, std::size_t under);

/// Fewer coins than these cannot be significant at `kSignificant`, however they fall.
inline constexpr std::size_t kFewestBlocks = 6;
inline constexpr double kSignificant = 0.05;

}  // namespace ovg::runner
