#include "harness/runner/surprise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "harness/runner/test_runs.h"

namespace ovg::runner {
namespace {

constexpr const char* kCpu = "cpu_ns_per_op";

std::vector<double> blocks(double value, std::size_t n = 6) {
  return std::vector<double>(n, value);
}

Prediction less(const std::string& workload, const std::string& variant, double by = 1) {
  return {workload, kCpu, variant, "unique", Expect::kLess, by};
}

Surprises find(const TestRun& run, const std::vector<Prediction>& predictions) {
  return find_surprises(run.cells, run.trials, predictions);
}

/// Each workload with unique at 1 and boehm at a value of its own.
TestRun run_of(const std::vector<double>& values) {
  TestRun run;
  for (std::size_t i = 0; i < values.size(); ++i) {
    run.add(test_cell("w" + std::to_string(i), "boehm"), kCpu, blocks(values[i]));
    run.add(test_cell("w" + std::to_string(i), "unique"), kCpu, blocks(1));
  }
  return run;
}

TEST(Surprises, AreTheThreeFarthestBeyondWhatTheCardsAllow) {
  std::mt19937 random(1);
  std::lognormal_distribution<double> any(0, 1);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values;
    std::vector<Prediction> predictions;
    std::vector<double> beyond;  // by brute force
    for (int i = 0; i < 8; ++i) {
      values.push_back(any(random));
      const double by = 1 + any(random);
      predictions.push_back(less("w" + std::to_string(i), "boehm", by));
      if (values.back() > 1 / by) beyond.push_back(std::log(values.back() * by));
    }
    std::sort(beyond.rbegin(), beyond.rend());
    const Surprises found = find(run_of(values), predictions);
    ASSERT_EQ(found.failed, beyond.size());
    EXPECT_EQ(found.holds + found.failed, 8U);
    for (std::size_t i = 0; i < std::min<std::size_t>(3, beyond.size()); ++i) {
      EXPECT_NEAR(found.largest[i].judgement.surprise, beyond[i], 1e-9);
    }
    EXPECT_LE(found.largest.size(), 3U);
  }
}

TEST(Surprises, APredictionIsTestedAtEachParameterApart) {
  TestRun run;
  for (const unsigned threads : {1U, 2U, 4U}) {
    record::Cell boehm = test_cell("w", "boehm");
    record::Cell unique = test_cell("w", "unique");
    boehm.threads = unique.threads = threads;
    run.add(boehm, kCpu, blocks(threads == 1 ? 0.5 : threads)).add(unique, kCpu, blocks(1));
  }
  const Surprises found = find(run, {less("w", "boehm")});
  EXPECT_EQ(found.holds, 1U);
  EXPECT_EQ(found.failed, 2U);
  ASSERT_EQ(found.largest.size(), 1U) << "one of a workload and pair";
  EXPECT_EQ(found.largest[0].cell.threads, 4U) << "the largest";
}

TEST(Surprises, WhatACardSaysOfOneVariantIsToldOnce) {
  TestRun run;
  run.add(test_cell("w", "value"), kCpu, blocks(5));
  for (const char* other : {"unique", "shared"}) run.add(test_cell("w", other), kCpu, blocks(1));
  Prediction of_shared = less("w", "value");
  of_shared.than = "shared";
  const Surprises found = find(run, {less("w", "value"), of_shared});
  EXPECT_EQ(found.failed, 2U);
  EXPECT_EQ(found.largest.size(), 1U);
}

TEST(Surprises, APairOfVariantsIsToldOnceWhateverTheMetricAndTheOrder) {
  TestRun run = run_of({5});
  run.add(test_cell("w0", "boehm"), "service_max_ns", blocks(7));
  run.add(test_cell("w0", "unique"), "service_max_ns", blocks(1));
  const Prediction turned = {"w0", "service_max_ns", "unique", "boehm", Expect::kMore, 1};
  const Surprises found = find(run, {less("w0", "boehm"), turned});
  EXPECT_EQ(found.failed, 2U);
  ASSERT_EQ(found.largest.size(), 1U);
  EXPECT_EQ(found.largest[0].metric, "service_max_ns");
}

TEST(Surprises, ConfigsAndMallocsOfAPredictionAreThoseThatItNames) {
  TestRun run;
  record::Cell incremental = test_cell("w", "boehm");
  incremental.config = "incremental";
  run.add(test_cell("w", "boehm"), kCpu, blocks(0.5)).add(incremental, kCpu, blocks(4));
  run.add(test_cell("w", "unique"), kCpu, blocks(1))
      .add(test_cell("w", "unique", "jemalloc"), kCpu, blocks(0.1));
  EXPECT_EQ(find(run, {less("w", "boehm")}).holds, 1U) << "jemalloc would make it fail";
  EXPECT_EQ(find(run, {less("w", "boehm:incremental")}).failed, 1U);
}

TEST(Surprises, HeapsOfASweepAreNoAnswerToACard) {
  TestRun run = run_of({0.5});
  record::Cell tight = test_cell("w0", "boehm");
  tight.heap_limit_bytes = 1 << 20;
  run.add(tight, kCpu, blocks(9));
  const Surprises found = find(run, {less("w0", "boehm")});
  EXPECT_EQ(found.tested(), 1U);
  EXPECT_EQ(found.holds, 1U);
}

TEST(Surprises, WhatIsNotMeasuredIsCounted) {
  const Surprises found =
      find(run_of({0.5}), {less("w0", "boehm"), less("w0", "value"), less("elsewhere", "value")});
  EXPECT_EQ(found.tested(), 1U);
  EXPECT_EQ(found.not_measured, 1U) << "that of a workload which is not in the run aside";
}

TEST(Surprises, FewBlocksTellNothing) {
  TestRun run;
  run.add(test_cell("w", "boehm"), kCpu, blocks(9, 5)).add(test_cell("w", "unique"), kCpu, blocks(1, 5));
  const Surprises found = find(run, {less("w", "boehm")});
  EXPECT_EQ(found.undecided, 1U);
  EXPECT_EQ(found.most_blocks, 5U);
  EXPECT_TRUE(found.largest.empty());
}

TEST(Surprises, AreFilledUpWithTheFarthestThatNobodyPredicted) {
  TestRun run = run_of({3, 1.5, 1, 40});
  // w3 fails by little, but was predicted; w0 and w1 were not; w2 is 1.
  const Surprises found = find(run, {less("w3", "boehm", 1.0 / 39)});
  ASSERT_EQ(found.largest.size(), 3U);
  EXPECT_EQ(found.largest[0].cell.workload, "w3");
  EXPECT_TRUE(found.largest[0].predicted);
  EXPECT_EQ(found.largest[1].cell.workload, "w0");
  EXPECT_FALSE(found.largest[1].predicted);
  EXPECT_EQ(found.largest[2].cell.workload, "w1");
}

TEST(Surprises, AnotherMallocMakesNoNewsOfWhatTheCardSays) {
  TestRun run;
  run.add(test_cell("w", "value"), kCpu, blocks(0.1))
      .add(test_cell("w", "value", "jemalloc"), kCpu, blocks(0.05));
  run.add(test_cell("w", "unique"), kCpu, blocks(1))
      .add(test_cell("w", "unique", "jemalloc"), kCpu, blocks(0.8));
  const Surprises found = find(run, {less("w", "value", 2)});
  EXPECT_EQ(found.holds, 1U);
  ASSERT_EQ(found.largest.size(), 1U);
  EXPECT_EQ(found.largest[0].cell.variant, "unique");
  EXPECT_EQ(found.largest[0].cell.allocator, "jemalloc");
}

TEST(Surprises, TheTailIsThatOfResponsesWhereThereAreSome) {
  TestRun run;
  record::Cell boehm = test_cell("w", "boehm");
  record::Cell unique = test_cell("w", "unique");
  boehm.load = unique.load = 50;
  for (const char* metric : {"service_p99_ns", "response_p99_ns"}) {
    run.add(boehm, metric, blocks(metric[0] == 's' ? 9 : 5)).add(unique, metric, blocks(1));
  }
  const Surprises found = find(run, {});
  ASSERT_EQ(found.largest.size(), 1U);
  EXPECT_EQ(found.largest[0].metric, "response_p99_ns");
}

TEST(Surprises, ACollectorThatHardlyCollectedSaysSo) {
  TestRun run = run_of({5});
  EXPECT_FALSE(find(run, {less("w0", "boehm")}).largest.at(0).few_collections);
  run.trials[0].notes = {"gc_not_exercised"};
  EXPECT_TRUE(find(run, {less("w0", "boehm")}).largest.at(0).few_collections);
}

TEST(Surprises, OfTwoSidesAreThoseOfTheBase) {
  TestRun run = run_of({3});
  for (PlannedCell& planned : run.cells) planned.cell.side = record::kBaseSide;
  for (record::Trial& trial : run.trials) trial.cell.side = record::kBaseSide;
  record::Cell head = test_cell("w0", "boehm");
  head.side = record::kHeadSide;
  run.add(head, kCpu, blocks(50));
  const Surprises found = find(run, {less("w0", "boehm")});
  EXPECT_EQ(found.tested(), 1U);
  ASSERT_EQ(found.largest.size(), 1U);
  EXPECT_DOUBLE_EQ(found.largest[0].judgement.ratio, 3);
}

}  // namespace
}  // namespace ovg::runner
