#include "harness/runner/prediction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ovg::runner {
namespace {

using nlohmann::json;

json entry(const char* metric, const char* expect, double by) {
  return {{"metric", metric}, {"variant", "boehm"}, {"than", "unique"}, {"expect", expect}, {"by", by}};
}

TEST(Predictions, AreReadFromAllCards) {
  const json cards = {
      {"null", {{"name", "null"}, {"predictions", json::array({entry("cpu_ns_per_op", "alike", 1.02)})}}},
      {"old", {{"name", "old"}}},
      {"tree_build",
       {{"name", "tree_build"},
        {"predictions", json::array({entry("ops_per_s", "less", 1), entry("service_max_ns", "more", 5)})}}}};
  const std::vector<Prediction> found = read_predictions_of_all(cards);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].workload, "null");
  EXPECT_EQ(found[0].expect, Expect::kAlike);
  EXPECT_EQ(found[0].by, 1.02);
  EXPECT_EQ(found[1].workload, "tree_build");
  EXPECT_EQ(found[1].metric, "ops_per_s");
  EXPECT_EQ(found[1].variant, "boehm");
  EXPECT_EQ(found[1].than, "unique");
  EXPECT_EQ(found[1].expect, Expect::kLess);
  EXPECT_EQ(found[2].expect, Expect::kMore);
}

TEST(Predictions, ThatNobodyCouldJudgeNameTheirPlace) {
  const json cards = {
      {"null", {{"name", "null"}, {"predictions", json::array({entry("speed", "alike", 1.02)})}}}};
  try {
    read_predictions_of_all(cards);
    FAIL() << "accepted";
  } catch (const record::RecordError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("workloads.null.predictions[0].metric is no metric"));
  }
}

}  // namespace
}  // namespace ovg::runner
