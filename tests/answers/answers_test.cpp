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
    {"employee_bonus/local", 0xbcaa8ba5288fd43aULL},
    {"employee_bonus/escaped", 0xbcaa8ba5288fd43aULL},
    {"employee_bonus/batch", 0x9f8a8f6b3b1e79ccULL},
    {"employee_bonus/fifo", 0x6727409effb4fc37ULL},
    {"employee_bonus/named", 0xcf7883b1b751059fULL},
    {"alloc_churn", 0xc0ae7ce17ba5c8f8ULL},
    {"tree_build", 0xb281b2eb81847af0ULL},
};

using AnswersTest = VariantUnderTest;

TEST_F(AnswersTest, EveryWorkloadIsAnsweredOrDeclined) {
  for (const auto& [workload, digest] : kSmokeDigests) {
    bool declined = false;
    for (const session::NotApplicable& entry : registry_.not_applicable())
      declined |= entry.workload == workload;
    EXPECT_TRUE(registry_.find(workload) != nullptr || declined) << workload;
  }
}

TEST_F(AnswersTest, DigestsAreThoseOfTheirSiblings) {
  for (const session::Answer& answer : registry_.answers()) {
    const session::Observations seen = run(answer, {}, 3);
    ASSERT_TRUE(kSmokeDigests.contains(answer.card.name)) << answer.card.name << " has no digest here";
    EXPECT_EQ(seen.digest, kSmokeDigests.at(answer.card.name))
        << answer.card.name << std::hex << " saw " << seen.digest;
    EXPECT_TRUE(seen.rounds_agree) << answer.card.name;
  }
}

TEST_F(AnswersTest, TheCensusIsWhatTheWorkloadExpects) {
  for (const session::Answer& answer : registry_.answers()) {
    const session::Observations seen = run(answer, {}, 2);
    EXPECT_EQ(seen.census, answer.make_script({})->shape.expected) << answer.card.name;
  }
}

TEST_F(AnswersTest, AnotherSeedObservesSomethingElse) {
  for (const session::Answer& answer : registry_.answers()) {
    EXPECT_NE(run(answer, {.script_seed = 1}, 1).digest, run(answer, {.script_seed = 2}, 1).digest)
        << answer.card.name;
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
