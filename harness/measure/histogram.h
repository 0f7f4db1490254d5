#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "harness/measure/log_linear.h"

namespace ovg::measure {

/// Counts of durations in log-linear buckets: 3 significant digits from 1 ns to 1 h.
///
/// The layout is HdrHistogram's with unit 1 ns and 2048 sub-buckets: values below 2048 ns are exact, above
/// them a bucket is at most 1/1024 of its value wide. All memory (261 KiB) is allocated and touched by the
/// constructor; `record` allocates nothing and costs a few instructions. Not synchronised: one histogram per
/// thread, merged afterwards. Source of the layout: Gil Tene, HdrHistogram (https://hdrhistogram.org).
class Histogram {
 public:
  static constexpr int kSignificantDigits = 3;
  using Buckets = LogLinear<11>;
  static constexpr std::uint64_t kSubBucketCount = Buckets::kSubBucketCount;  // 2048
  static constexpr std::uint64_t kHighestNs = 3'600'000'000'000;              // 1 h

  Histogram();

  /// Counts one duration in ns. Longer than 1 h counts as 1 h, so nothing is lost and `max_ns` shows it.
  void record(std::uint64_t ns) {
    const std::uint64_t value = ns < kHighestNs ? ns : kHighestNs;
    ++counts_[index_of(value)];
  }

  /// Adds `count` samples to bucket `index`: how a histogram comes back from a record.
  /// Throws std::out_of_range when there is no such bucket.
  void add_at_index(std::size_t index, std::uint64_t count);

  void merge(const Histogram& other);
  void reset();

  std::uint64_t total() const;
  /// Upper edge of the highest bucket in use, in ns; 0 when empty.
  std::uint64_t max_ns() const;
  /// Lower edge of the lowest bucket in use, in ns; 0 when empty.
  std::uint64_t min_ns() const;
  /// Sum of bucket midpoints, in ns: within 0.05 % of the true sum.
  double approximate_sum_ns() const;

  /// Upper edge in ns of the bucket that holds the sample of rank ceil(percentile / 100 * total), for a
  /// percentile of 0 .. 100. Empty when the histogram is.
  std::optional<std::uint64_t> percentile_ns(double percentile) const;

  /// The same, but empty unless at least `kSamplesBeyond` samples lie beyond the percentile: a tail that was
  /// not sampled is not reported.
  static constexpr std::uint64_t kSamplesBeyond = 10;
  std::optional<std::uint64_t> supported_percentile_ns(double percentile) const;

  /// Non-zero buckets as {index, count}, ascending.
  std::vector<std::pair<std::size_t, std::uint64_t>> sparse() const;

  static std::size_t bucket_count();
  static std::uint64_t lowest_in_bucket(std::size_t index);
  static std::uint64_t highest_in_bucket(std::size_t index);
  static constexpr std::size_t index_of(std::uint64_t value) { return Buckets::index_of(value); }

 private:
  std::vector<std::uint64_t> counts_;
};

}  // namespace ovg::measure
