#pragma once

#include "harness/record/child_result.h"

namespace ovg::record {

/// A result in which every field differs from its default and from the others: for tests only.
inline ChildResult sample_result() {
  ChildResult result;
  result.workload = "tree_build";
  result.variant = "boehm";
  result.config = "incremental";
  result.scale = "quick";
  result.threads = 2;
  result.script_seed = 3;
  result.live_mib = 64;
  result.heap_limit_bytes = 65;
  result.rate_per_s = 6.6;
  result.arrivals = "poisson";
  result.rounds = 4;
  result.items_per_op = 5;
  result.item = "node";
  result.ops = 20'000;
  result.digest = "0123456789abcdef";
  result.rounds_agree = false;
  result.census = {6, 7, 8};
  result.expected_census = {9, 10, 11};
  result.clock = {"tsc", 2.5, -1.5};
  result.epoch_monotonic_ns = 12;
  result.phases = {{"setup", 0, 1'000, 900, 13, 14, 15, 16},
                   {"warmup", 1'000, 500, 400, 1, 1, 1, 1},
                   {"steady", 1'500, 40'000, 60'000, 17, 18, 19, 20},
                   {"drop", 41'500, 300, 200, 2, 2, 2, 2},
                   {"trim", 41'800, 100, 50, 3, 3, 3, 3}};
  result.live_bytes = 67;
  measure::LatencySeries service, response;
  service.restart(1'500);
  response.restart(1'500);
  for (std::uint64_t ns = 1; ns <= 20'000; ++ns) {
    result.service.record(ns);
    result.response.record(2 * ns);
    service.at(1'500 + 1'000 * ns).record(ns);
    response.at(1'500 + 1'000 * ns).record(2 * ns);
  }
  result.latency_series = latency_series_of(service, response);
  result.waited_ns = 6'000;
  result.frames = {{1'000'000, 68, 17}, {16'600'000, 69, 0}};
  result.interruption_threshold_ns = 21;
  result.interruptions = {
      {1'200, 22, "warmup", 0, "fault"}, {1'600, 23, "steady", 1, "stw"}, {1'700, 30, "steady", 0, "unknown"}};
  result.interruptions_lost = 24;
  result.pauses = {{100, 25, "", 0, ""}, {41'700, 26, "", 0, ""}};
  result.pauses_lost = 27;
  result.pause_total_ns = 28;
  result.pause_max_ns = 29;
  result.memory = {30, 31, 32, 33, 34, 35};
  result.manager = {
      36,
      44,
      45,
      37,
      {{"initial_heap_bytes", std::uint64_t{66}}, {"growth", 1.5}, {"pointer_free", true}, {"mode", "slow"}}};
  result.allocations = {40, 41, 42, 43};
  result.env = {"jemalloc 5.3.0", true, {{"GC_MARKERS", "1"}}};
  return result;
}

}  // namespace ovg::record
