#pragma once

#include <cstdint>
#include <string_view>

namespace ovg::session {

/// How a ratio of two variants is expected to lie.
enum class Expect : std::uint8_t { kLess, kMore, kAlike };

/// "less", "more", "alike"
std::string_view name_of(Expect expect);

/// What a card's expectation says of two variants in a form that a machine can hold against the measurement:
/// the ratio of `variant` to `than`, both over the C library's malloc and under the same parameters, is under
/// 1/`by` (less), over `by` (more), or from 1/`by` to `by` (alike). docs/adding.md tells which words of the
/// expectation become which figure.
struct Prediction {
  std::string_view metric;   // as in docs/protocol.md; not one that can be zero
  std::string_view variant;  // "boehm", or with a config "boehm:incremental"
  std::string_view than;     // likewise
  Expect expect = Expect::kLess;
  double by = 1;  // at least 1; over 1 for alike
};

}  // namespace ovg::session
