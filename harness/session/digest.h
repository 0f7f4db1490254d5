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
    state_ ^= state_ >> 32;  // or a wrong top bit would stay one bit, which the next observation could cancel
  }

  std::uint64_t value() const { return state_; }

  bool operator==(const Digest&) const = default;

 private:
  std::uint64_t state_ = 0x243f6a8885a308d3ULL;
};

}  // namespace ovg::session
