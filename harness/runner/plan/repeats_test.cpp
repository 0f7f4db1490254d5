#include "harness/runner/plan/repeats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace ovg::runner::plan {
namespace {

using record::Status;
using record::Trial;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr std::uint64_t kSeed = 7;

/// One cell that cannot run, and `cells` that can.
std::vector<PlannedTrial> plan(std::size_t cells, std::uint64_t blocks) {
  std::vector<PlannedCell> planned(cells + 1);
  planned[0].status = Status::kNotApplicable;
  for (std::size_t i = 0; i <= cells; ++i) {
    planned[i].cell = {"w" + std::to_string(i), "value", "", "glibc", "smoke", 1, {}, {}};
  }
  return plan_trials(planned, blocks, 1, kSeed);
}

Trial line(const PlannedTrial& planned, Status status) {
  Trial trial;
  trial.trial_id = planned.trial_id;
  trial.block = planned.block;
  trial.slot = planned.slot;
  trial.attempt = planned.attempt;
  trial.status = status;
  return trial;
}

using Judge = std::function<Status(const PlannedTrial&)>;

/// Measures until nothing is left, looking anew after every `step` trials as if the run had been resumed
/// there.
std::vector<Trial> measure_all(const std::vector<PlannedTrial>& planned, const Judge& judge,
                               std::size_t step = ~std::size_t{0}) {
  std::vector<Trial> done;
  for (auto batch = next_batch(planned, done, kSeed); !batch.trials.empty(); batch = next_batch(planned, done, kSeed)) {
    for (std::size_t i = 0; i < batch.trials.size() && i < step; ++i) {
      done.push_back(line(batch.trials[i], judge(batch.trials[i])));
    }
  }
  return done;
}

std::vector<std::string> ids(const std::vector<Trial>& trials) {
  std::vector<std::string> found;
  for (const Trial& trial : trials) found.push_back(trial.trial_id);
  return found;
}

TEST(Repeats, AQuietRunIsItsPlan) {
  const auto planned = plan(4, 3);
  const auto done = measure_all(planned, [](const auto&) { return Status::kOk; });
  ASSERT_THAT(done, SizeIs(planned.size()));
  for (std::size_t i = 0; i < planned.size(); ++i) EXPECT_EQ(done[i].trial_id, planned[i].trial_id);
}

TEST(Repeats, NoisyTrialsComeAgainAtTheEndOfTheirBlockAndOnlyThey) {
  const auto planned = plan(8, 2);
  const std::string first = planned[2].trial_id;   // of block 1
  const std::string second = planned[5].trial_id;  // stays noisy once more
  const auto done = measure_all(planned, [&](const PlannedTrial& trial) {
    const bool noisy = (trial.trial_id == first) || (trial.trial_id == second) || trial.trial_id == second + "-again1";
    return noisy ? Status::kNoisy : Status::kOk;
  });
  ASSERT_THAT(done, SizeIs(1 + 16 + 3));
  const std::vector<std::string> again = {done[9].trial_id, done[10].trial_id, done[11].trial_id};
  EXPECT_THAT((std::vector{again[0], again[1]}), UnorderedElementsAre(first + "-again1", second + "-again1"));
  EXPECT_EQ(again[2], second + "-again2");
  EXPECT_EQ(done[9].attempt, 2U);
  EXPECT_EQ(done[11].attempt, 3U);
  EXPECT_EQ(done[11].block, 1U);
  EXPECT_EQ(done[12].block, 2U);
}

TEST(Repeats, AfterTwoRepeatsATrialStaysNoisy) {
  const auto planned = plan(16, 1);
  const std::string id = planned[3].trial_id;
  const auto done = measure_all(planned, [&](const PlannedTrial& trial) {
    return trial.trial_id.rfind(id, 0) == 0 ? Status::kNoisy : Status::kOk;
  });
  EXPECT_THAT(ids({done.end() - 2, done.end()}), ElementsAre(id + "-again1", id + "-again2"));
  EXPECT_EQ(next_batch(planned, done, kSeed).left_noisy, 0U);
}

TEST(Repeats, FailuresAreNotRepeated) {
  const auto planned = plan(8, 1);
  EXPECT_THAT(measure_all(planned, [](const auto&) { return Status::kCrashed; }), SizeIs(planned.size()));
}

TEST(Repeats, AtMostAQuarterOfThePlanIsAdded) {
  const auto planned = plan(10, 4);
  const auto done = measure_all(planned, [](const auto&) { return Status::kNoisy; });
  EXPECT_EQ(done.size(), 1U + 40 + 10);
  const Batch last = next_batch(planned, done, kSeed);
  EXPECT_THAT(last.trials, IsEmpty());
  EXPECT_EQ(last.left_noisy, 40U);  // the second repeats of block 1, and the first ones of the three others
}

TEST(Repeats, AResumedRunGoesOnExactlyWhereItWas) {
  const auto planned = plan(40, 4);
  // A quarter of each block, and of its repeats again, until the run has no repeats left.
  const Judge judge = [](const PlannedTrial& trial) {
    return (trial.slot * 7 + trial.block * 3 + trial.attempt * 4) % 4 == 0 ? Status::kNoisy : Status::kOk;
  };
  const auto whole = ids(measure_all(planned, judge));
  ASSERT_EQ(whole.size(), planned.size() + 40);
  for (const std::size_t step : {1, 2, 3, 7}) EXPECT_EQ(ids(measure_all(planned, judge, step)), whole) << step;
}

TEST(Repeats, RepeatsHaveAnOrderOfTheirOwn) {
  const auto planned = plan(40, 4);
  const auto done = measure_all(planned, [](const PlannedTrial& trial) {
    return trial.attempt == 1 && trial.block == 1 ? Status::kNoisy : Status::kOk;
  });
  std::vector<std::uint64_t> slots;
  for (const Trial& trial : done) {
    if (trial.attempt == 2) slots.push_back(trial.slot);
  }
  ASSERT_THAT(slots, SizeIs(40));
  EXPECT_FALSE(std::is_sorted(slots.begin(), slots.end()));
}

TEST(Repeats, WhatIsLeftCountsRepeatsThatAreDue) {
  const auto planned = plan(4, 2);
  std::vector<Trial> done;
  EXPECT_EQ(trials_left(planned, done, kSeed), 9U);
  for (std::size_t i = 0; i < 5; ++i) done.push_back(line(planned[i], i == 1 ? Status::kNoisy : Status::kOk));
  EXPECT_EQ(trials_left(planned, done, kSeed), 4U + 1);
  EXPECT_THAT(planned_left(planned, done), SizeIs(4));
}

TEST(Repeats, TheLastAttemptCounts) {
  const auto planned = plan(2, 1);
  std::vector<Trial> done;
  for (const PlannedTrial& trial : planned) done.push_back(line(trial, Status::kNoisy));
  Trial again = done[1];
  again.trial_id = next_attempt_id(again);
  again.attempt = 2;
  EXPECT_EQ(again.trial_id, planned[1].trial_id + "-again1");
  EXPECT_EQ(next_attempt_id(again), planned[1].trial_id + "-again2");
  again.status = Status::kOk;
  done.push_back(again);
  const auto last = last_attempts(done);
  ASSERT_THAT(last, SizeIs(3));
  EXPECT_EQ(last[1].trial_id, again.trial_id);
  EXPECT_EQ(last[2].trial_id, planned[2].trial_id);
}

}  // namespace
}  // namespace ovg::runner::plan
