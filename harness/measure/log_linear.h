#pragma once

#include <cstddef>
#include <cstdint>

namespace ovg::measure {

/// Buckets that are exact up to 2^kSubBucketBits - 1 and log-linear above: every octave is cut into
/// 2^(kSubBucketBits - 1) buckets of one width. Source of the layout: Gil Tene, HdrHistogram.
template <int kSubBucketBits>
struct LogLinear {
  static constexpr std::uint64_t kSubBucketCount = std::uint64_t{1} << kSubBucketBits;

  static constexpr std::size_t index_of(std::uint64_t value) {
    const int bits = 64 - __builtin_clzll(value | (kSubBucketCount - 1));
    const int shift = bits - kSubBucketBits;
    return (static_cast<std::size_t>(shift) << (kSubBucketBits - 1)) + (value >> shift);
  }

  static constexpr std::uint64_t lowest_in(std::size_t index) {
    const int shift = shift_of(index);
    return sub_of(index, shift) << shift;
  }

  static constexpr std::uint64_t highest_in(std::size_t index) {
    const int shift = shift_of(index);
    return ((sub_of(index, shift) + 1) << shift) - 1;
  }

 private:
  static constexpr std::size_t kHalf = kSubBucketCount / 2;

  static constexpr int shift_of(std::size_t index) {
    return index < kSubBucketCount ? 0 : static_cast<int>(index / kHalf) - 1;
  }
  static constexpr std::uint64_t sub_of(std::size_t index, int shift) {
    return index - static_cast<std::size_t>(shift) * kHalf;
  }
};

}  // namespace ovg::measure
