#include "harness/record/hdr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace ovg::record {
namespace {

using measure::Histogram;
using testing::HasSubstr;

struct Level {
  double value_ms, percentile;
  std::uint64_t seen;
};

/// The lines without comments; the reciprocal in the fourth column is checked here.
std::vector<Level> levels(const Histogram& histogram) {
  std::vector<Level> found;
  std::istringstream text(percentile_distribution(histogram));
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) {
    if (line.empty() || line[0] == '#') continue;
    EXPECT_EQ(line[0], ' ') << "plotters split at leading space: " << line;
    std::istringstream fields(line);
    Level level{};
    fields >> level.value_ms >> level.percentile >> level.seen;
    double reciprocal = 0;
    const bool has_reciprocal = static_cast<bool>(fields >> reciprocal);
    EXPECT_EQ(has_reciprocal, level.percentile < 1);
    if (has_reciprocal) {
      EXPECT_NEAR(reciprocal * (1 - level.percentile), 1, 0.01) << line;
    }
    found.push_back(level);
  }
  return found;
}

Histogram one_to(std::uint64_t highest) {
  Histogram histogram;
  for (std::uint64_t ns = 1; ns <= highest; ++ns) histogram.record(ns);
  return histogram;
}

TEST(PercentileDistribution, HasTheColumnsOfHdrHistogram) {
  Histogram histogram;
  histogram.record(1'500);
  EXPECT_EQ(percentile_distribution(histogram),
            "           Value     Percentile TotalCount 1/(1-Percentile)\n"
            "\n"
            "        0.001500 0.000000000000          1           1.00\n"
            "        0.001500 1.000000000000          1\n"
            "#[Mean    =     0.001500, StdDeviation   =     0.000000]\n"
            "#[Max     =     0.001500, Total count    =            1]\n"
            "#[Buckets =           32, SubBuckets     =         2048]\n"
            "#[Unit of values, Mean, StdDeviation and Max: ms]\n");
}

TEST(PercentileDistribution, LevelsHalveTheDistanceToAllInFives) {
  std::vector<double> percentiles;
  for (const Level& level : levels(one_to(1'000))) percentiles.push_back(level.percentile);
  const std::vector<double> expected = {0, .1, .2, .3, .4, .5, .55, .6, .65, .7, .75, .775, .8};
  ASSERT_GT(percentiles.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(percentiles[i], expected[i], 1e-12);
  EXPECT_NEAR(percentiles[percentiles.size() - 2], 0.9990234375, 1e-12);
  EXPECT_EQ(percentiles.back(), 1);
  EXPECT_EQ(percentiles.size(), 52U);  // as HdrHistogram prints for a thousand values
}

TEST(PercentileDistribution, EachValueCountsWhatIsNotAboveIt) {
  for (const Level& level : levels(one_to(1'000))) {
    EXPECT_NEAR(level.value_ms * 1e6, static_cast<double>(level.seen), 1e-6);
    EXPECT_GE(static_cast<double>(level.seen), 1'000 * level.percentile - 1e-6);
    EXPECT_LT(static_cast<double>(level.seen), 1'000 * level.percentile + 1 + 1e-6);
  }
}

TEST(PercentileDistribution, SaysMeanAndDeviation) {
  Histogram histogram;
  for (const std::uint64_t ns : {1'000, 2'000}) histogram.record(ns);
  EXPECT_THAT(percentile_distribution(histogram),
              HasSubstr("#[Mean    =     0.001500, StdDeviation   =     0.000500]\n"));
}

TEST(PercentileDistribution, AnEmptyHistogramHasNoLevels) {
  EXPECT_TRUE(levels(Histogram()).empty());
  EXPECT_THAT(percentile_distribution(Histogram()), HasSubstr("Total count    =            0]"));
}

TEST(PercentileDistribution, EndsAlsoWhereSharesRunOutOfDigits) {
  Histogram histogram;
  histogram.add_at_index(1, 1ULL << 62);
  histogram.add_at_index(2, 1);
  const auto found = levels(histogram);
  EXPECT_LT(found.size(), 300U);
  EXPECT_EQ(found.back().seen, (1ULL << 62) + 1);
}

}  // namespace
}  // namespace ovg::record
