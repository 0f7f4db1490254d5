#include "harness/record/derive.h"

#include <gtest/gtest.h>

#include "harness/record/test_samples.h"

namespace ovg::record {
namespace {

double value(const ChildResult& result, const std::string& name) {
  return derive_metrics(result).at(name);
}

TEST(Derive, RatesComeFromTheSteadyPhase) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "ops"), 20'000);
  EXPECT_DOUBLE_EQ(value(sample_result(), "ops_per_s"), 20'000 / 40e-6);
  EXPECT_DOUBLE_EQ(value(sample_result(), "cpu_ns_per_op"), 2.7);  // 60 000 ns of all threads, 6 000 waited
  EXPECT_DOUBLE_EQ(value(sample_result(), "minor_faults"), 17);
}

TEST(Derive, PhasesHaveTheirLengths) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "setup_ns"), 1'000);
  EXPECT_DOUBLE_EQ(value(sample_result(), "steady_ns"), 40'000);
  EXPECT_DOUBLE_EQ(value(sample_result(), "drop_ns"), 300);
  EXPECT_DOUBLE_EQ(value(sample_result(), "trim_ns"), 100);
}

TEST(Derive, ServiceTimesComeFromTheHistogram) {
  const ChildResult result = sample_result();
  EXPECT_DOUBLE_EQ(value(result, "service_p50_ns"), static_cast<double>(*result.service.percentile_ns(50)));
  EXPECT_DOUBLE_EQ(value(result, "service_p999_ns"), static_cast<double>(*result.service.percentile_ns(99.9)));
  EXPECT_NEAR(value(result, "service_max_ns"), 20'000, 20);
}

TEST(Derive, ATailThatWasNotSampledIsAbsent) {
  const auto metrics = derive_metrics(sample_result());
  EXPECT_EQ(metrics.count("service_p999_ns"), 1U);   // 20 of 20 000 samples lie beyond it
  EXPECT_EQ(metrics.count("service_p9999_ns"), 0U);  // only 2 do
}

TEST(Derive, InterruptionsAreThoseOfSteady) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "interruptions"), 2);
  EXPECT_DOUBLE_EQ(value(sample_result(), "interruption_total_ns"), 53);
  EXPECT_DOUBLE_EQ(value(sample_result(), "interruption_max_ns"), 30);
}

TEST(Derive, WorkThatNobodyWaitedForIsNoInterruption) {
  ChildResult result = sample_result();
  const auto before = derive_metrics(result);
  result.interruptions.push_back({1'700, 9'000, "steady", 0, kIdle});
  EXPECT_EQ(derive_metrics(result), before);
}

TEST(Derive, ResponseTimesAreThoseOfARateThatWasReached) {
  ChildResult result = sample_result();
  EXPECT_DOUBLE_EQ(value(result, "achieved_rate_per_s"), 20'000 / 40e-6);
  EXPECT_DOUBLE_EQ(value(result, "response_p99_ns"), static_cast<double>(*result.response.percentile_ns(99)));
  EXPECT_NEAR(value(result, "response_max_ns"), 40'000, 40);

  result.kept_up = false;
  EXPECT_TRUE(is_saturated(result));
  const auto metrics = derive_metrics(result);
  for (const char* name : {"response_p50_ns", "response_max_ns", "deadline_miss_1ms"}) {
    EXPECT_EQ(metrics.count(name), 0U) << name;
  }
  EXPECT_DOUBLE_EQ(metrics.at("achieved_rate_per_s"), 20'000 / 40e-6);
}

TEST(Derive, AClosedLoopHasNoResponseTimes) {
  ChildResult result = sample_result();
  result.rate_per_s = 0;
  result.response.reset();
  const auto metrics = derive_metrics(result);
  EXPECT_EQ(metrics.count("response_p50_ns"), 0U);
  EXPECT_EQ(metrics.count("achieved_rate_per_s"), 0U);
}

TEST(Derive, FramesBecomeShares) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "deadline_miss_1ms"), 0.25);
  EXPECT_DOUBLE_EQ(value(sample_result(), "deadline_miss_16ms"), 0);
}

TEST(Derive, UtilisationIsThatOfTheThreadThatIsWorstOff) {
  ChildResult result = sample_result();
  result.phases[2].length_ns = 30'000'000;
  result.interruptions = {{2'000'000, 400'000, "steady", 0, "stw"}, {9'000'000, 700'000, "steady", 1, "stw"}};
  result.pauses = {{2'000'000, 300'000, "", 0, ""}};
  EXPECT_NEAR(value(result, "mmu_1ms"), 0.3, 1e-9);
  EXPECT_NEAR(value(result, "mmu_10ms"), 0.93, 1e-9);
  EXPECT_NEAR(value(result, "gc_mmu_1ms"), 0.7, 1e-9);
  EXPECT_EQ(derive_metrics(result).count("mmu_100ms"), 0U);  // steady is shorter
}

TEST(Derive, BloatIsWhatTheTrialAddedToTheBaseline) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "bloat"), 1.0 / 67);
}

TEST(Derive, CollectorAndMemoryAreTakenOver) {
  EXPECT_DOUBLE_EQ(value(sample_result(), "gc_collections"), 36);
  EXPECT_DOUBLE_EQ(value(sample_result(), "gc_pause_total_ns"), 28);
  EXPECT_DOUBLE_EQ(value(sample_result(), "gc_pause_max_ns"), 29);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_baseline_bytes"), 31);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_harness_bytes"), 1);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_steady_bytes"), 32);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_after_drop_bytes"), 33);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_after_trim_bytes"), 34);
  EXPECT_DOUBLE_EQ(value(sample_result(), "rss_peak_bytes"), 35);
}

TEST(Derive, WhatCannotBeComputedIsAbsent) {
  ChildResult result = sample_result();
  result.ops = 0;
  result.service.reset();
  result.phases.erase(result.phases.begin());  // setup
  const auto metrics = derive_metrics(result);
  for (const char* name : {"ops_per_s", "cpu_ns_per_op", "service_p50_ns", "service_max_ns", "setup_ns"}) {
    EXPECT_EQ(metrics.count(name), 0U) << name;
  }
  EXPECT_EQ(metrics.count("steady_ns"), 1U);
}

TEST(Derive, PausesArePlacedByTheirStart) {
  const std::vector<PhaseRecord> phases = {{.phase = "setup", .start_ns = 10, .length_ns = 10},
                                           {.phase = "steady", .start_ns = 30, .length_ns = 10}};
  const auto phase_at = [&](std::uint64_t start_ns) {
    return place_in_phases({{.start_ns = start_ns, .length_ns = 1, .phase = "", .thread = 0, .cause = ""}}, phases)
        .at(0)
        .phase;
  };
  EXPECT_EQ(phase_at(5), "setup");  // before the first phase
  EXPECT_EQ(phase_at(10), "setup");
  EXPECT_EQ(phase_at(25), "setup");  // between two: the last that had begun
  EXPECT_EQ(phase_at(30), "steady");
  EXPECT_EQ(phase_at(99), "steady");
}

}  // namespace
}  // namespace ovg::record
