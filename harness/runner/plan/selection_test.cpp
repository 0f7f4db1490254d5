#include "harness/runner/plan/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/command/suggestion.h"

namespace ovg::runner::plan {
namespace {

TEST(VariantMatches, APlainNameIsTheHeadlineAlone) {
  EXPECT_TRUE(variant_matches("boehm", "boehm", ""));
  EXPECT_FALSE(variant_matches("boehm", "boehm", "incremental"));
  EXPECT_FALSE(variant_matches("boehm", "boehmer", ""));
  EXPECT_TRUE(variant_matches("boehm:incremental", "boehm", "incremental"));
  EXPECT_FALSE(variant_matches("boehm:incremental", "boehm", ""));
}

TEST(VariantMatches, GlobsReachConfigs) {
  for (const char* pattern : {"boehm*", "boehm:*", "*", "b*"}) {
    EXPECT_TRUE(variant_matches(pattern, "boehm", "")) << pattern;
    EXPECT_TRUE(variant_matches(pattern, "boehm", "incremental")) << pattern;
  }
  EXPECT_FALSE(variant_matches("*:incremental", "boehm", ""));
}

TEST(HeadlineOf, IsTheProfileWhereMallocsHaveTheirs) {
  catalogue::VariantCard with_profile, without;
  with_profile.configs = {{.name = ""}, {.name = "incremental"}, {.name = "tuned", .apart = true}};
  without.configs = {{.name = ""}, {.name = "single-threaded"}};
  EXPECT_EQ(headline_of(with_profile, true), "tuned");
  EXPECT_EQ(headline_of(with_profile, false), "");
  EXPECT_EQ(headline_of(without, true), "");
}

TEST(Suggestion, NamesNearOnesOrAll) {
  const std::vector<std::string> valid = {"tree_build", "alloc_churn", "null"};
  EXPECT_EQ(command::suggestion("tree_biuld", valid), "did you mean 'tree_build'?");
  EXPECT_EQ(command::suggestion("churn", valid), "did you mean 'alloc_churn'?");
  EXPECT_EQ(command::suggestion("zzzzzz", valid), "valid are tree_build, alloc_churn, null");
}

}  // namespace
}  // namespace ovg::runner::plan
