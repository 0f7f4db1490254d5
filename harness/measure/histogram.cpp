#include "harness/measure/histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ovg::measure {

Histogram::Histogram() : counts_(bucket_count(), 0) {}

void Histogram::add_at_index(std::size_t index, std::uint64_t count) {
  if (index >= counts_.size()) throw std::out_of_range("histogram bucket index beyond 1 h");
  counts_[index] += count;
}

void Histogram::merge(const Histogram& other) {
  std::transform(counts_.begin(), counts_.end(), other.counts_.begin(), counts_.begin(), std::plus<>{});
}

void Histogram::reset() {
  std::fill(counts_.begin(), counts_.end(), 0);
}

std::uint64_t Histogram::total() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts_) sum += count;
  return sum;
}

std::uint64_t Histogram::max_ns() const {
  const auto last = std::find_if(counts_.rbegin(), counts_.rend(), [](auto count) { return count != 0; });
  if (last == counts_.rend()) return 0;
  return highest_in_bucket(static_cast<std::size_t>(counts_.rend() - last) - 1);
}

std::uint64_t Histogram::min_ns() const {
  const auto first = std::find_if(counts_.begin(), counts_.end(), [](auto count) { return count != 0; });
  if (first == counts_.end()) return 0;
  return lowest_in_bucket(static_cast<std::size_t>(first - counts_.begin()));
}

double Histogram::approximate_sum_ns() const {
  double sum = 0;
  for (const auto& [index, count] : sparse()) {
    const auto middle =
        0.5 * (static_cast<double>(lowest_in_bucket(index)) + static_cast<double>(highest_in_bucket(index)));
    sum += middle * static_cast<double>(count);
  }
  return sum;
}

namespace {

/// Rank (from 1) of the sample that a percentile names.
std::uint64_t rank_of(double percentile, std::uint64_t total) {
  const double exact = percentile / 100.0 * static_cast<double>(total);
  // 99.9 / 100 * 10000 is 9990.000000000002 in binary: without the margin the rank would slip by one.
  const auto rank = static_cast<std::uint64_t>(std::ceil(exact * (1.0 - 1e-12)));
  return std::clamp<std::uint64_t>(rank, 1, total);
}

}  // namespace

std::optional<std::uint64_t> Histogram::percentile_ns(double percentile) const {
  const std::uint64_t samples = total();
  if (samples == 0) return std::nullopt;
  const std::uint64_t rank = rank_of(percentile, samples);
  std::uint64_t seen = 0;
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    seen += counts_[index];
    if (seen >= rank) return highest_in_bucket(index);
  }
  return max_ns();
}

std::optional<std::uint64_t> Histogram::supported_percentile_ns(double percentile) const {
  const std::uint64_t samples = total();
  if (samples == 0 || samples - rank_of(percentile, samples) < kSamplesBeyond) return std::nullopt;
  return percentile_ns(percentile);
}

std::vector<std::pair<std::size_t, std::uint64_t>> Histogram::sparse() const {
  std::vector<std::pair<std::size_t, std::uint64_t>> buckets;
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    if (counts_[index] != 0) buckets.emplace_back(index, counts_[index]);
  }
  return buckets;
}

std::size_t Histogram::bucket_count() {
  return index_of(kHighestNs) + 1;
}

std::uint64_t Histogram::lowest_in_bucket(std::size_t index) {
  return Buckets::lowest_in(index);
}

std::uint64_t Histogram::highest_in_bucket(std::size_t index) {
  return Buckets::highest_in(index);
}

}  // namespace ovg::measure
