#include "harness/measure/latency_series.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <utility>
#include <vector>

namespace ovg::measure {
namespace {

struct Op {
  std::uint64_t ended_ns;
  std::uint64_t length_ns;
};

constexpr std::uint64_t kStartNs = 7'000'001;

/// Ops of 100 ns to 10 ms that end one after the other for `span_ns`, seven decades of lengths apart.
std::vector<Op> some_ops(std::size_t number, std::uint64_t span_ns, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Op> ops;
  for (std::size_t op = 0; op < number; ++op) {
    const std::uint64_t ended_ns = kStartNs + span_ns * op / number;
    ops.push_back({ended_ns, 100 + random() % (std::uint64_t{1} << (random() % 24))});
  }
  return ops;
}

LatencySeries series_of(const std::vector<Op>& ops) {
  LatencySeries series;
  series.restart(kStartNs);
  for (const Op& op : ops) series.at(op.ended_ns).record(op.length_ns);
  return series;
}

/// Counts the ops again, with the bucket of an op looked for among the edges, and compares everything.
void expect_counts_of(const LatencySeries& series, const std::vector<Op>& ops) {
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> counts;
  std::map<std::size_t, std::uint64_t> max_ns;
  for (const Op& op : ops) {
    std::size_t bucket = 0;
    while (LatencySeries::Buckets::lowest_in(bucket + 1) <= op.length_ns) ++bucket;
    const std::size_t slice = (op.ended_ns - kStartNs) / series.slice_ns();
    ++counts[{slice, bucket}];
    max_ns[slice] = std::max(max_ns[slice], op.length_ns);
  }
  for (std::size_t slice = 0; slice < LatencySeries::kSlices; ++slice) {
    const LatencySeries::Slice& found = series.slices().at(slice);
    EXPECT_EQ(found.max_ns, max_ns[slice]) << "slice " << slice;
    for (std::size_t bucket = 0; bucket < LatencySeries::kBuckets; ++bucket) {
      EXPECT_EQ(found.counts.at(bucket), (counts[{slice, bucket}])) << slice << ", " << bucket;
    }
  }
}

TEST(LatencySeries, HasTwoBucketsForEachOctaveWithoutGapsOrOverlaps) {
  using Buckets = LatencySeries::Buckets;
  for (std::size_t bucket = 0; bucket + 1 < LatencySeries::kBuckets; ++bucket) {
    EXPECT_EQ(Buckets::highest_in(bucket) + 1, Buckets::lowest_in(bucket + 1));
    EXPECT_EQ(Buckets::index_of(Buckets::lowest_in(bucket)), bucket);
    EXPECT_EQ(Buckets::index_of(Buckets::highest_in(bucket)), bucket);
    if (bucket >= 4) {
      EXPECT_EQ(2 * Buckets::lowest_in(bucket - 2), Buckets::lowest_in(bucket));
    }
  }
}

TEST(LatencySeries, CountsEveryOpInTheSliceInWhichItEnded) {
  const std::vector<Op> ops = some_ops(20'000, 30'000'000, 1);
  const LatencySeries series = series_of(ops);
  EXPECT_EQ(series.slice_ns(), LatencySeries::kFirstSliceNs);
  expect_counts_of(series, ops);
}

TEST(LatencySeries, JoinsNeighboursWhenTimeRunsPastTheLastSlice) {
  for (const std::uint64_t span_ns :
       std::initializer_list<std::uint64_t>{32'000'000, 32'500'000, 250'000'000, 3'000'000'000}) {
    const std::vector<Op> ops = some_ops(20'000, span_ns, 2);
    const LatencySeries series = series_of(ops);
    EXPECT_GE(LatencySeries::kSlices * series.slice_ns(), span_ns);
    EXPECT_TRUE(series.slice_ns() == LatencySeries::kFirstSliceNs ||
                LatencySeries::kSlices * series.slice_ns() < 2 * span_ns + 2);
    expect_counts_of(series, ops);
  }
}

TEST(LatencySeries, BearsAnOpThatSkipsManySlices) {
  const std::vector<Op> ops = {{kStartNs, 100}, {kStartNs + 5'000'000'000, 5'000'000'000}};
  const LatencySeries series = series_of(ops);
  expect_counts_of(series, ops);
  EXPECT_EQ(series.slice_ns(), LatencySeries::kFirstSliceNs << 8);
}

TEST(LatencySeries, TellsWhenASliceEnds) {
  LatencySeries series;
  series.restart(kStartNs);
  const std::uint64_t slice_ns = series.slice_ns();
  EXPECT_EQ(series.ends_ns(kStartNs), kStartNs + slice_ns);
  EXPECT_EQ(series.ends_ns(kStartNs + slice_ns - 1), kStartNs + slice_ns);
  EXPECT_EQ(series.ends_ns(kStartNs + slice_ns), kStartNs + 2 * slice_ns);
}

TEST(LatencySeries, MergesThreadsWhoseSlicesDiffer) {
  const std::vector<Op> brief = some_ops(5'000, 20'000'000, 3);
  const std::vector<Op> lasting = some_ops(5'000, 120'000'000, 4);
  std::vector<Op> all = brief;
  all.insert(all.end(), lasting.begin(), lasting.end());
  for (const auto& [first, second] : {std::pair(brief, lasting), std::pair(lasting, brief)}) {
    LatencySeries merged = series_of(first);
    merged.merge(series_of(second));
    expect_counts_of(merged, all);
  }
}

TEST(LatencySeries, ForgetsEverythingWhenItIsRestarted) {
  LatencySeries series = series_of(some_ops(1'000, 100'000'000, 5));
  series.restart(kStartNs);
  EXPECT_EQ(series.slice_ns(), LatencySeries::kFirstSliceNs);
  expect_counts_of(series, {});
}

TEST(LatencySeries, CountsWhatIsLongerThanAnHourAsAnHour) {
  const LatencySeries series = series_of({{kStartNs, UINT64_MAX}});
  EXPECT_EQ(series.slices()[0].max_ns, Histogram::kHighestNs);
  EXPECT_EQ(series.slices()[0].counts.back(), 1U);
}

}  // namespace
}  // namespace ovg::measure
