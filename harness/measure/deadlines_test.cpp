#include "harness/measure/deadlines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace ovg::measure {
namespace {

TEST(BrokenFrames, WhatIsShorterThanAFrameBreaksNone) {
  BrokenFrames frames(10);
  frames.mark(5, 14);
  EXPECT_EQ(frames.broken(), 0U);
}

TEST(BrokenFrames, EveryFrameThatIsTouchedIsBroken) {
  BrokenFrames frames(10);
  frames.mark(9, 21);  // frames 0, 1 and 2
  EXPECT_EQ(frames.broken(), 3U);
  frames.mark(30, 40);  // exactly frame 3
  EXPECT_EQ(frames.broken(), 4U);
}

TEST(BrokenFrames, AgreeWithCountingEachFrame) {
  // A queue: overlapping stretches whose starts and ends ascend.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> late;
  for (std::uint64_t op = 0; op < 40; ++op) late.emplace_back(3 * op * op / 7, 3 * op * op / 7 + 25 - op / 2);
  BrokenFrames frames(10);
  std::set<std::uint64_t> expected;
  for (const auto& [start, end] : late) {
    frames.mark(start, end);
    for (std::uint64_t at = start; at < end && end - start >= 10; ++at) expected.insert(at / 10);
  }
  EXPECT_EQ(frames.broken(), expected.size());
}

TEST(BrokenFrames, TheLastFrameMayBeBegunOnly) {
  EXPECT_EQ(BrokenFrames(10).frames_in(20), 2U);
  EXPECT_EQ(BrokenFrames(10).frames_in(21), 3U);
}

}  // namespace
}  // namespace ovg::measure
