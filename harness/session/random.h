#pragma once

#include <cstdint>

#include "harness/base/splitmix64.h"

namespace ovg::session {

/// Where op scripts come from.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() { return base::splitmix64(state_); }

  /// Uniform in [0, bound), up to a bias of bound / 2^32. `bound` below 2^32.
  std::uint64_t below(std::uint64_t bound) { return ((next() >> 32) * bound) >> 32; }

 private:
  std::uint64_t state_;
};

}  // namespace ovg::session
