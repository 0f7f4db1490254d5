#include "harness/runner/surprise_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "harness/runner/format.h"
#include "harness/runner/test_runs.h"

namespace ovg::runner {
namespace {

using testing::HasSubstr;

Surprise surprise(const std::string& metric, const std::optional<Allowed>& predicted) {
  return {.cell = test_cell("tree_build", "boehm"),
          .base = test_cell("tree_build", "unique"),
          .metric = metric,
          .judgement = {Verdict::kFails, 0.84, 12, 1, 12, 0.17},
          .predicted = predicted};
}

Surprises with(const Surprise& one) {
  return {.holds = 30, .failed = 3, .undecided = 5, .most_blocks = 12, .largest = {one}};
}

TEST(SurpriseText, HasBothNumbersAndWhatTheBlocksSay) {
  EXPECT_EQ(surprise_text(with(surprise("cpu_ns_per_op", Allowed{1, std::nullopt})), Ink::off()),
            "\nmost surprising\n"
            "  3 of 38 predictions failed, 5 undecided\n"
            "  1. tree_build: boehm / unique CPU time per op 0.84 (12 of 12 blocks under 1), card expected "
            "over 1\n");
}

TEST(SurpriseText, SaysWhatWasExpected) {
  const auto text = [](const std::optional<Allowed>& predicted) {
    return surprise_text(with(surprise("ops_per_s", predicted)), Ink::off());
  };
  EXPECT_THAT(text(Allowed{std::nullopt, 0.1}), HasSubstr("card expected under 0.1"));
  EXPECT_THAT(text(Allowed{1 / 1.5, 1.5}), HasSubstr("card expected 0.667 to 1.5"));
  EXPECT_THAT(text(std::nullopt), HasSubstr("not predicted"));
}

TEST(SurpriseText, NamesMallocsWhereTheyDiffer) {
  Surprise one = surprise("cpu_ns_per_op", std::nullopt);
  one.cell.allocator = "jemalloc";
  EXPECT_THAT(surprise_text(with(one), Ink::off()), HasSubstr("boehm/jemalloc / unique/glibc"));
}

TEST(SurpriseText, SaysWhyThereIsNothingToSay) {
  EXPECT_THAT(surprise_text({.holds = 0, .undecided = 4, .most_blocks = 2}, Ink::off()),
              HasSubstr("nothing can be told yet: 2 blocks with a ratio, 6 are needed"));
  EXPECT_THAT(
      surprise_text({.holds = 4, .most_blocks = 6}, Ink::off()),
      HasSubstr("0 of 4 predictions failed, 0 undecided\n  no ratio lies beyond what was expected\n"));
  EXPECT_THAT(surprise_text({.most_blocks = 6}, Ink::off()),
              HasSubstr("no prediction of a card could be tested here"));
}

TEST(SurpriseText, LongOnesAreWrapped) {
  Surprise one = surprise("interruption_max_ns", Allowed{1 / 1.5, 1.5});
  one.cell.workload = "a_workload_with_a_long_name/and_a_form_of_it";
  one.cell.config = "single-threaded";
  one.cell.live_mib = 1024;
  one.cell.load = 50;
  one.few_collections = true;
  const std::string text = surprise_text(with(one), Ink::off());
  EXPECT_THAT(text, HasSubstr("few collections"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), kColumns) << line;
}

}  // namespace
}  // namespace ovg::runner
