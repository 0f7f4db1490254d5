#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "harness/measure/latency_series.h"

namespace ovg::record {

class JsonFields;

/// One slice of time in which ops ended.
struct LatencySlice {
  std::uint64_t slice = 0;                                      // from 0
  std::uint64_t max_ns = 0;                                     // exact
  std::vector<std::pair<std::uint64_t, std::uint64_t>> counts;  // (bucket, ops), ascending, none 0
};

/// Latencies over time in steady, all threads merged: `latency_series` of docs/protocol.md. Slices without an
/// op are left out.
struct LatencySeries {
  std::uint64_t start_ns = 0;           // of slice 0
  std::uint64_t slice_ns = 1;           // how long each of them is
  std::vector<std::uint64_t> edges_ns;  // bucket i holds edges_ns[i] and more, but less than edges_ns[i + 1]
  std::vector<LatencySlice> service;
  std::vector<LatencySlice> response;  // empty in a closed loop
};

/// The two series of one trial. Both must have the same start and slices.
LatencySeries latency_series_of(const measure::LatencySeries& service, const measure::LatencySeries& response);

/// Ops in all slices.
std::uint64_t total_of(const std::vector<LatencySlice>& slices);
/// Length in ns of the longest op; 0 without any.
std::uint64_t max_of(const std::vector<LatencySlice>& slices);

/// Compact JSON. Text rather than a JSON value, like a histogram's.
std::string latency_series_text(const LatencySeries& series);

/// Throws RecordError when a field is missing, when edges, slices or buckets do not ascend, or when a maximum
/// lies outside the highest bucket of its slice.
LatencySeries read_latency_series(const JsonFields& fields);

}  // namespace ovg::record
