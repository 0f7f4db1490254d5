#include "harness/runner/trial/observe.h"

#include <gtest/gtest.h>

namespace ovg::runner::trial {
namespace {

constexpr std::uint64_t kEpochNs = 1'000'000;

std::string cause_of(std::uint64_t start_ns, std::uint64_t length_ns, const std::vector<host::Hiccup>& hiccups,
                     const std::string& cause = "unknown") {
  record::Gap gap;
  gap.start_ns = start_ns;
  gap.length_ns = length_ns;
  gap.cause = cause;
  return with_shared_as_preempted({gap}, hiccups, kEpochNs).at(0).cause;
}

TEST(SharedInterruptions, HalfCoveredIsPreempted) {
  const std::vector<host::Hiccup> hiccups = {{kEpochNs + 1'000, 500}};  // [1000, 1500) of the trial
  EXPECT_EQ(cause_of(1'000, 1'000, hiccups), "preempted");
  EXPECT_EQ(cause_of(1'000, 1'001, hiccups), "unknown");
  EXPECT_EQ(cause_of(600, 800, hiccups), "preempted");  // the last 400 of 800
  EXPECT_EQ(cause_of(600, 799, hiccups), "unknown");
  EXPECT_EQ(cause_of(1'100, 10, hiccups), "preempted");
  EXPECT_EQ(cause_of(1'500, 500, hiccups), "unknown");  // begins when the hiccup ends
  EXPECT_EQ(cause_of(500, 500, hiccups), "unknown");    // ends when the hiccup begins
}

TEST(SharedInterruptions, SeveralHiccupsAddUp) {
  const std::vector<host::Hiccup> hiccups = {
      {kEpochNs + 10, 5}, {kEpochNs + 100, 30}, {kEpochNs + 150, 20}, {kEpochNs + 500, 90}};
  EXPECT_EQ(cause_of(100, 100, hiccups), "preempted");
  EXPECT_EQ(cause_of(100, 101, hiccups), "unknown");
}

TEST(SharedInterruptions, TheEpochIsTheTrialsZero) {
  EXPECT_EQ(cause_of(0, 100, {{kEpochNs - 50, 100}}), "preempted");  // began before the trial
  EXPECT_EQ(cause_of(kEpochNs, 100, {{kEpochNs, 100}}), "unknown");
}

TEST(SharedInterruptions, WhatHasACauseKeepsIt) {
  EXPECT_EQ(cause_of(0, 100, {{kEpochNs, 100}}, "stw"), "stw");
  EXPECT_EQ(cause_of(0, 100, {}), "unknown");
  EXPECT_EQ(cause_of(0, 0, {}), "unknown");
}

}  // namespace
}  // namespace ovg::runner::trial
