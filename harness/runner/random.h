#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace ovg::runner {

/// splitmix64 (Steele, Lea and Flood 2014). Written out because the standard's distributions and std::shuffle
/// differ between libraries, and a recorded seed has to give the same order everywhere.
class Random {
 public:
  /// Independent streams of one seed: blocks, paddings.
  Random(std::uint64_t seed, std::uint64_t stream) : state_(seed) { state_ ^= Random(stream).next(); }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

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

}  // namespace ovg::runner
