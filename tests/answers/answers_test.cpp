// Every answer of one variant, at smoke scale. The same source is linked against each variant, and the
// digests stand here once: an answer that observes anything else than its siblings fails.

#include <map>
#include <string_view>

#include "tests/answers/trial_fixture.h"

namespace ovg::tests {
namespace {

/// Of op script seed 1. A change of a workload's script moves them: then it is a results-affecting change for
/// the CHANGELOG.
const std::map<std::string_view, std::uint64_t> kSmokeDigests{
    {"null", 0x3329e695eedd87d1ULL},
    {"employee_bonus/local", 0x332623f41c4ca981ULL},
    {"employee_bonus/escaped", 0x332623f41c4ca981ULL},
    {"employee_bonus/batch", 0x9f8a8f6b3b1e79ccULL},
    {"employee_bonus/fifo", 0x6d4d6b3123c9971eULL},
    {"employee_bonus/named", 0x2b8a665e65c4927cULL},
    {"message_window", 0x90b7c71b8acb5a57ULL},
    {"shared_readers/hot", 0x2ba00b9fac06d14aULL},
    {"shared_readers/cold", 0x1040a56004cefadfULL},
    {"alloc_churn", 0xc13bc306b496df82ULL},
    {"alloc_churn/random", 0x18b2e14e3b922e47ULL},
    {"tree_build", 0xe49306a43131044aULL},
    {"request_server", 0xb8041a39e9cace7bULL},
    {"request_server/fresh", 0xcbbaec198e6bb38aULL},
    {"cascade_drop", 0x457f413174196f7cULL},
};

/// Of workloads with threads, run by two.
const std::map<std::string_view, std::uint64_t> kTwoThreadDigests{
    {"shared_readers/hot", 0x369d1286295fca63ULL},   {"shared_readers/cold", 0xb8f15a413873249bULL},
    {"alloc_churn", 0x5abb9fffde870035ULL},          {"alloc_churn/random", 0x599029091f00a6bdULL},
    {"tree_build", 0xe89c344a23e1ee4cULL},           {"request_server", 0x75c979811a7bff4cULL},
    {"request_server/fresh", 0x282d1ebb0fae1462ULL},
};

using AnswersTest = VariantUnderTest;

TEST_F(AnswersTest, EveryWorkloadIsAnsweredOrDeclined) {
  for (const auto& [workload, digest] : kSmokeDigests) {
    bool declined = false;
    for (const session::NotApplicable& entry : registry_.not_applicable()) declined |= entry.workload == workload;
    EXPECT_TRUE(registry_.find(workload) != nullptr || declined) << workload;
  }
}

TEST_F(AnswersTest, DigestsAreThoseOfTheirSiblings) {
  for (const session::Answer& answer : registry_.answers()) {
    ASSERT_TRUE(kSmokeDigests.contains(answer.card.name)) << answer.card.name << " has no digest here";
    in_each_config(answer, 1, [&] {
      const session::Observations seen = run(answer, {}, 3);
      EXPECT_EQ(seen.digest, kSmokeDigests.at(answer.card.name)) << std::hex << " saw " << seen.digest;
      EXPECT_TRUE(seen.rounds_agree);
    });
  }
}

TEST_F(AnswersTest, TheCensusIsWhatTheWorkloadExpects) {
  for (const session::Answer& answer : registry_.answers()) {
    in_each_config(answer, 1, [&] { EXPECT_EQ(run(answer, {}, 2).census, answer.make_script({})->shape.expected); });
  }
}

// Every thread has its own ops, so that what it observes cannot depend on when the others run.
TEST_F(AnswersTest, ThreadsObserveTheSameInEveryTrial) {
  for (const session::Answer& answer : registry_.answers()) {
    if (answer.card.max_threads < 2) continue;
    ASSERT_TRUE(kTwoThreadDigests.contains(answer.card.name)) << answer.card.name << " has no digest here";
    in_each_config(answer, 2, [&] {
      const session::Observations seen = run(answer, {.threads = 2}, 20);
      EXPECT_EQ(seen.digest, kTwoThreadDigests.at(answer.card.name)) << std::hex << " saw " << seen.digest;
      EXPECT_TRUE(seen.rounds_agree);
      EXPECT_EQ(seen.census, answer.make_script({.threads = 2})->shape.expected);
    });
  }
}

TEST_F(AnswersTest, AnotherSeedObservesSomethingElse) {
  for (const session::Answer& answer : registry_.answers()) {
    EXPECT_NE(run(answer, {.script_seed = 1}, 1).digest, run(answer, {.script_seed = 2}, 1).digest) << answer.card.name;
  }
}

TEST_F(AnswersTest, CardsPredictAndDeclareTheirBatch) {
  for (const session::Answer& answer : registry_.answers()) {
    EXPECT_FALSE(answer.card.question.empty()) << answer.card.name;
    EXPECT_FALSE(answer.card.expectation.empty()) << answer.card.name;
    EXPECT_FALSE(answer.card.item.empty()) << answer.card.name;
    EXPECT_GE(answer.card.items_per_op, 1U) << answer.card.name;
  }
}

}  // namespace
}  // namespace ovg::tests
