#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/measure/histogram.h"
#include "harness/measure/log_linear.h"

namespace ovg::measure {

/// Durations over time: counts in coarse buckets, two for each octave, by slices of time, with the exact
/// maximum of each slice, so that a lone stall is never averaged away.
///
/// Bounded: when time runs past the last slice, neighbours become one and slices last twice as long. All
/// memory (43 KiB) is allocated and touched by the constructor; `record` allocates nothing and costs a few
/// instructions. Not synchronised: one series per thread, merged afterwards. A bucket of a slice counts up to
/// 2^32 - 1, which at 10 ns an op are 40 s within one slice.
class LatencySeries {
 public:
  static constexpr std::size_t kSlices = 128;
  static constexpr std::uint64_t kFirstSliceNs = 250'000;
  using Buckets = LogLinear<2>;
  static constexpr std::size_t kBuckets = Buckets::index_of(Histogram::kHighestNs) + 1;

  struct Slice {
    std::array<std::uint32_t, kBuckets> counts{};
    std::uint64_t max_ns = 0;

    /// Counts one duration in ns. Longer than 1 h counts as 1 h.
    void record(std::uint64_t ns) {
      const std::uint64_t value = ns < Histogram::kHighestNs ? ns : Histogram::kHighestNs;
      ++counts[Buckets::index_of(value)];
      max_ns = std::max(max_ns, value);
    }
  };

  LatencySeries() : slices_(kSlices) {}

  /// Forgets everything; slices count from `start_ns` on.
  void restart(std::uint64_t start_ns);

  /// The slice that holds `at_ns`, which is not before `start_ns`; record into it until `ends_ns(at_ns)`. Now
  /// and then this joins slices, which takes a few microseconds, and moves what earlier calls returned.
  Slice& at(std::uint64_t at_ns);
  /// When the slice that holds `at_ns` ends, on the same time line.
  std::uint64_t ends_ns(std::uint64_t at_ns) const { return at_ns + slice_ns_ - (at_ns - start_ns_) % slice_ns_; }

  /// Adds what another series saw. Both must have started at the same time.
  void merge(LatencySeries other);

  std::uint64_t start_ns() const { return start_ns_; }
  std::uint64_t slice_ns() const { return slice_ns_; }
  /// kSlices of them, also those that time has not reached.
  const std::vector<Slice>& slices() const { return slices_; }

 private:
  void join_neighbours();

  std::vector<Slice> slices_;
  std::uint64_t start_ns_ = 0;
  std::uint64_t slice_ns_ = kFirstSliceNs;
};

}  // namespace ovg::measure
