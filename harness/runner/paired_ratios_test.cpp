#include "harness/runner/paired_ratios.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/test_runs.h"

namespace ovg::runner {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const record::Cell kCell = test_cell("w", "boehm");
const record::Cell kBase = test_cell("w", "unique");

TEST(PairedRatios, AreFormedWithinBlocks) {
  TestRun run;
  run.add(kCell, "m", {2, 30, 400}).add(kBase, "m", {1, 10, 100});
  std::swap(run.trials[0], run.trials[2]);  // in whichever order they ran
  EXPECT_THAT(PairedRatios(run.trials).of(kCell, kBase, "m"), ElementsAre(2, 3, 4));
}

TEST(PairedRatios, TakeTheMedianOfABlocksTrials) {
  TestRun run;
  run.add(kCell, "m", {1})
      .add(kCell, "m", {3})
      .add(kCell, "m", {100})
      .add(kBase, "m", {1})
      .add(kBase, "m", {3});
  EXPECT_THAT(PairedRatios(run.trials).of(kCell, kBase, "m"), ElementsAre(1.5));
}

TEST(PairedRatios, LeaveOutBlocksInWhichOneIsMissingOrZero) {
  TestRun run;
  run.add(kCell, "m", {2, 0, 2, 2, 2}).add(kBase, "m", {1, 1, 0, 1});
  run.trials[3].metrics.clear();
  EXPECT_THAT(PairedRatios(run.trials).of(kCell, kBase, "m"), ElementsAre(2));
  EXPECT_THAT(PairedRatios(run.trials).of(kCell, test_cell("w", "value"), "m"), IsEmpty());
}

TEST(PairedRatios, DoNotCountTrialsThatStayedNoisy) {
  TestRun run;
  run.add(kCell, "m", {2, 2}).add(kBase, "m", {1, 1});
  run.trials[1].status = record::Status::kNoisy;
  EXPECT_THAT(PairedRatios(run.trials).of(kCell, kBase, "m"), ElementsAre(2));
}

TEST(PairedRatios, KnowTheNotesOfACell) {
  TestRun run;
  run.add(kCell, "m", {2, 2}).add(kBase, "m", {1, 1});
  run.trials[1].notes = {"gc_not_exercised"};
  EXPECT_TRUE(PairedRatios(run.trials).has_note(kCell, "gc_not_exercised"));
  EXPECT_FALSE(PairedRatios(run.trials).has_note(kBase, "gc_not_exercised"));
  EXPECT_FALSE(PairedRatios(run.trials).has_note(kCell, "saturated"));
}

}  // namespace
}  // namespace ovg::runner
