#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "harness/base/splitmix64.h"

namespace ovg::runner::plan {

/// Written out because the standard's distributions and std::shuffle differ between libraries, and a recorded
/// seed has to give the same order everywhere.
class Random {
 public:
  /// Independent streams of one seed: blocks, paddings.
  Random(std::uint64_t seed, std::uint64_t stream) : state_(seed) { state_ ^= Random(stream).next(); }

  std::uint64_t next() { return base::splitmix64(state_); }

  /// From 0 to below `bound`, each equally likely.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t unfair = (0 - bound) % bound;  // values below this would favour small results
    std::uint64_t value = next();
    while (value < unfair) value = next();
    return value % bound;
  }

  /// Fisher-Yates.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
    }
  }

 private:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t state_;
};

}  // namespace ovg::runner::plan
