#pragma once

#include <bit>
#include <cstdint>
#include <utility>

#include "harness/base/splitmix64.h"

namespace ovg::session {

/// The numbers below `size` in a random order that is computed, not stored: position by position, each in a few
/// nanoseconds. A Feistel network over the next power of four; positions beyond `size` walk on along their cycle.
/// Source of the method: Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002.
class Permutation {
 public:
  Permutation(std::uint64_t size, std::uint64_t seed) : size_(size), seed_(seed) {
    half_bits_ = (static_cast<unsigned>(std::bit_width(size)) + 1) / 2;
  }

  std::uint64_t operator()(std::uint64_t position) const {
    do position = scramble(position);
    while (position >= size_);
    return position;
  }

 private:
  std::uint64_t scramble(std::uint64_t number) const {
    const std::uint64_t mask = (1ULL << half_bits_) - 1;
    std::uint64_t left = number >> half_bits_;
    std::uint64_t right = number & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
      std::uint64_t state = seed_ + (round << 32) + right;
      left = std::exchange(right, (left ^ base::splitmix64(state)) & mask);
    }
    return (left << half_bits_) | right;
  }

  std::uint64_t size_;
  std::uint64_t seed_;
  unsigned half_bits_;
};

}  // namespace ovg::session
