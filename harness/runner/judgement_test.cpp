#include "harness/runner/judgement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace ovg::runner {
namespace {

Verdict verdict(const std::vector<double>& ratios, Expect expect, double by) {
  return judge(ratios, allowed_by(expect, by)).verdict;
}

std::vector<double> blocks(std::size_t n, double ratio) {
  return std::vector<double>(n, ratio);
}

TEST(Judgement, LessMeansUnderTheInverse) {
  EXPECT_EQ(verdict(blocks(6, 0.09), Expect::kLess, 10), Verdict::kHolds);
  EXPECT_EQ(verdict(blocks(6, 0.11), Expect::kLess, 10), Verdict::kFails);
  EXPECT_EQ(verdict(blocks(6, 0.99), Expect::kLess, 1), Verdict::kHolds);
}

TEST(Judgement, MoreMeansOverTheFactor) {
  EXPECT_EQ(verdict(blocks(6, 2.1), Expect::kMore, 2), Verdict::kHolds);
  EXPECT_EQ(verdict(blocks(6, 1.9), Expect::kMore, 2), Verdict::kFails);
}

TEST(Judgement, AlikeHasTwoBounds) {
  EXPECT_EQ(verdict(blocks(6, 1.4), Expect::kAlike, 1.5), Verdict::kHolds);
  EXPECT_EQ(verdict(blocks(6, 0.7), Expect::kAlike, 1.5), Verdict::kHolds);
  EXPECT_EQ(verdict(blocks(6, 1.6), Expect::kAlike, 1.5), Verdict::kFails);
  EXPECT_EQ(verdict(blocks(6, 0.6), Expect::kAlike, 1.5), Verdict::kFails);
  // Within one bound for certain, but not within the other.
  EXPECT_EQ(verdict({1.4, 1.4, 1.4, 1.6, 1.6, 1.6}, Expect::kAlike, 1.5), Verdict::kUndecided);
}

TEST(Judgement, FewBlocksDecideNothing) {
  EXPECT_EQ(verdict(blocks(5, 100), Expect::kLess, 1), Verdict::kUndecided);
  EXPECT_EQ(verdict(blocks(5, 0.01), Expect::kLess, 1), Verdict::kUndecided);
}

TEST(Judgement, ARatioThatIsTheBoundCountsForNeither) {
  EXPECT_EQ(verdict(blocks(12, 1), Expect::kLess, 1), Verdict::kUndecided);
  EXPECT_EQ(verdict({1, 1, 1, 2, 2, 2, 2, 2, 2}, Expect::kLess, 1), Verdict::kFails);
}

TEST(Judgement, OneOfTenBlocksMayStray) {
  EXPECT_EQ(verdict({2, 2, 2, 2, 2, 2, 2, 2, 2, 0.5}, Expect::kLess, 1), Verdict::kFails);
  EXPECT_EQ(verdict({2, 2, 2, 2, 2, 2, 2, 2, 0.5, 0.5}, Expect::kLess, 1), Verdict::kUndecided);
}

TEST(Judgement, ASurpriseIsTheDistanceToTheNearestAllowedRatio) {
  const Judgement over = judge({0.2, 0.3, 0.4, 0.4, 0.5, 9, 0.01, 0.4, 0.4}, allowed_by(Expect::kLess, 10));
  EXPECT_EQ(over.verdict, Verdict::kFails);
  EXPECT_DOUBLE_EQ(over.ratio, 0.4);
  EXPECT_EQ(over.blocks, 9U);
  EXPECT_EQ(over.beyond, 8U);
  EXPECT_DOUBLE_EQ(over.bound, 0.1);
  EXPECT_DOUBLE_EQ(over.surprise, std::log(4));
  const Judgement under = judge(blocks(6, 0.25), allowed_by(Expect::kAlike, 2));
  EXPECT_DOUBLE_EQ(under.bound, 0.5);
  EXPECT_DOUBLE_EQ(under.surprise, std::log(2));
}

TEST(Judgement, ADirectionIsNeverJudgedBothWays) {
  std::mt19937 random(1);
  std::lognormal_distribution<double> ratio(0, 0.3);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> ratios;
    for (int block = 0; block < 6 + trial % 10; ++block) ratios.push_back(ratio(random));
    const Verdict less = verdict(ratios, Expect::kLess, 1);
    const Verdict more = verdict(ratios, Expect::kMore, 1);
    EXPECT_EQ(less == Verdict::kHolds, more == Verdict::kFails);
    EXPECT_EQ(less == Verdict::kFails, more == Verdict::kHolds);
  }
}

}  // namespace
}  // namespace ovg::runner
