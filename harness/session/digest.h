#pragma once

#include <cstdint>

namespace ovg::session {

/// Folds what a workload observes into 64 bits. For a fixed observation the fold is a bijection of the state,
/// and for a fixed state of the observation, so that a single wrong bit always changes the digest. Order
/// counts.
class Digest {
 public:
  void fold(std::uint64_t observed) {
    state_ = (((state_ << 5) | (state_ >> 59)) ^ observed) * 0x9e3779b97f4a7c15ULL;
  }

  /// The state with its bits mixed, so that digests that differ in one bit do not look alike.
  std::uint64_t value() const {
    std::uint64_t z = state_;
    z = (z ^ (z >> 32)) * 0xd6e8feb86659fd93ULL;
    return z ^ (z >> 32);
  }

  bool operator==(const Digest&) const = default;

 private:
  std::uint64_t state_ = 0x243f6a8885a308d3ULL;
};

}  // namespace ovg::session
