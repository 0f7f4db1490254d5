#include "harness/session/causes.h"

#include <gtest/gtest.h>

#include <vector>

namespace ovg::session {
namespace {

using measure::Interruption;
using measure::PauseLog;
using measure::Phase;

/// 100 us long, from 1000 us, all of it at work on the processor.
Interruption at_work() {
  return {.start_ns = 1'000'000,
          .length_ns = 100'000,
          .phase = Phase::kSteady,
          .op = 7,
          .since_ns = 500'000,
          .usage = {.cpu_ns = 500'000}};
}

TEST(Causes, WorkThatNothingExplainsIsUnknown) {
  EXPECT_EQ(cause_of(at_work(), false, {}), "unknown");
}

TEST(Causes, ReportedPausesThatCoverHalfOfItAreTheCause) {
  const std::vector<PauseLog::Pause> pauses{{900'000, 50'000}, {1'010'000, 30'000}, {1'080'000, 60'000}};
  EXPECT_EQ(cause_of(at_work(), false, {.collects = true, .pauses = pauses}), "stw");  // 30 + 20 us inside
  const std::vector<PauseLog::Pause> outside{{900'000, 100'000}, {1'060'000, 30'000}, {1'100'000, 60'000}};
  EXPECT_EQ(cause_of(at_work(), false, {.collects = true, .pauses = outside}), "unknown");
}

TEST(Causes, OffTheProcessorAgainstItsWillIsPreempted) {
  Interruption lost = at_work();
  lost.usage.cpu_ns = 449'900;  // 50 us went missing, beyond the 50 ns that always may
  lost.usage.involuntary_switches = 1;
  EXPECT_EQ(cause_of(lost, false, {}), "preempted");
  EXPECT_EQ(cause_of(lost, true, {}), "preempted");  // even in a drop
  lost.usage.cpu_ns = 451'000;
  EXPECT_EQ(cause_of(lost, false, {}), "unknown");
}

TEST(Causes, AThreadThatSleptIsNotPreempted) {
  Interruption slept = at_work();
  slept.usage = {.cpu_ns = 400'000, .voluntary_switches = 1};
  EXPECT_EQ(cause_of(slept, true, {}), "unknown");
}

TEST(Causes, ADropOfManyIsACascadeForOwnersOnly) {
  EXPECT_EQ(cause_of(at_work(), true, {}), "cascade");
  EXPECT_EQ(cause_of(at_work(), true, {.collects = true}), "unknown");
  Interruption drop = at_work();
  drop.phase = Phase::kDrop;
  EXPECT_EQ(cause_of(drop, false, {}), "cascade");
}

TEST(Causes, FaultsCountAtWhatTheyCost) {
  Interruption faulting = at_work();
  faulting.usage.minor_faults = 50;
  EXPECT_EQ(cause_of(faulting, false, {.fault_cost_ns = 1'000}), "fault");
  EXPECT_EQ(cause_of(faulting, false, {.fault_cost_ns = 999}), "unknown");
}

TEST(Causes, SlicesNeedAnAllocatingOpUnderAnIncrementalCollector) {
  const Circumstances incremental{.collects = true, .in_slices = true, .allocates = true};
  EXPECT_EQ(cause_of(at_work(), false, incremental), "slice");
  EXPECT_EQ(cause_of(at_work(), false, {.collects = true, .in_slices = true}), "unknown");
  Interruption waiting = at_work();
  waiting.op = Interruption::kWaiting;
  EXPECT_EQ(cause_of(waiting, false, incremental), "unknown");
  waiting.op = Interruption::kIdleWork;
  EXPECT_EQ(cause_of(waiting, false, incremental), "idle");
  waiting.op = Interruption::kOverrun;
  EXPECT_EQ(cause_of(waiting, false, incremental), "overrun");
}

TEST(Causes, TrimIsTrim) {
  Interruption trim = at_work();
  trim.phase = Phase::kTrim;
  const std::vector<PauseLog::Pause> pauses{{1'000'000, 100'000}};
  EXPECT_EQ(cause_of(trim, false, {.collects = true, .pauses = pauses}), "trim");
}

}  // namespace
}  // namespace ovg::session
