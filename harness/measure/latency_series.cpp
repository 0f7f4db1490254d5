#include "harness/measure/latency_series.h"

namespace ovg::measure {

namespace {

void add(LatencySeries::Slice& to, const LatencySeries::Slice& from) {
  for (std::size_t bucket = 0; bucket < to.counts.size(); ++bucket) to.counts[bucket] += from.counts[bucket];
  to.max_ns = std::max(to.max_ns, from.max_ns);
}

}  // namespace

void LatencySeries::restart(std::uint64_t start_ns) {
  std::fill(slices_.begin(), slices_.end(), Slice{});
  start_ns_ = start_ns;
  slice_ns_ = kFirstSliceNs;
}

LatencySeries::Slice& LatencySeries::at(std::uint64_t at_ns) {
  const std::uint64_t since_ns = at_ns - start_ns_;
  while (since_ns >= kSlices * slice_ns_) join_neighbours();
  return slices_[since_ns / slice_ns_];
}

void LatencySeries::join_neighbours() {
  for (std::size_t pair = 0; pair < kSlices / 2; ++pair) {
    const Slice later = slices_[2 * pair + 1];
    slices_[pair] = slices_[2 * pair];
    add(slices_[pair], later);
  }
  std::fill(slices_.begin() + kSlices / 2, slices_.end(), Slice{});
  slice_ns_ *= 2;
}

void LatencySeries::merge(LatencySeries other) {
  while (slice_ns_ < other.slice_ns_) join_neighbours();
  while (other.slice_ns_ < slice_ns_) other.join_neighbours();
  for (std::size_t slice = 0; slice < kSlices; ++slice) add(slices_[slice], other.slices_[slice]);
}

}  // namespace ovg::measure
