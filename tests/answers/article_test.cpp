// The article's own program as a test of every answer: John earns 5000, made 5 sales, and gets a bonus of
// 2500.

#include "tests/answers/trial_fixture.h"
#include "workloads/employee_bonus/workload.h"

namespace ovg::tests {
namespace {

using namespace workloads::employee_bonus;

constexpr std::uint64_t kBonusOfJohn = 2500;

Row john() {
  Row row{.name = "John", .salary = 5000, .sales = 5, .full_name = {}};
  row.full_name.fill('j');
  return row;
}

class ArticleTest : public VariantUnderTest {
 protected:
  bool declined(std::string_view form) const { return registry_.declined(form, "", 1) != nullptr; }

  std::unique_ptr<session::Session> session_with_john(std::string_view form) {
    auto script = std::make_shared<Script>();
    script->rows = {john()};
    script->held = 1;
    const Op hire{Kind::kHire, 0, 1};
    script->setup = {{hire}};
    script->rounds = {{hire, {Kind::kSum, 0, 1}, {Kind::kDismiss, 0, 0}}};
    const session::Answer* const answer = registry_.find(form);
    if (answer == nullptr) ADD_FAILURE() << "no answer to " << form;
    return answer->make_session(script);
  }
};

TEST_F(ArticleTest, TheArithmeticIsTheArticles) {
  EXPECT_EQ(bonus_of(5000, 5), 2500);
}

TEST_F(ArticleTest, Local) {
  if (declined("employee_bonus/local")) GTEST_SKIP();
  EXPECT_EQ(session_with_john("employee_bonus/local")->op(0, 0), kBonusOfJohn);
}

TEST_F(ArticleTest, Escaped) {
  if (declined("employee_bonus/escaped")) GTEST_SKIP();
  EXPECT_EQ(session_with_john("employee_bonus/escaped")->op(0, 0), kBonusOfJohn);
}

TEST_F(ArticleTest, BatchHiresSumsAndDismisses) {
  const auto session = session_with_john("employee_bonus/batch");
  EXPECT_EQ(session->op(0, 0), kBonusOfJohn);
  EXPECT_EQ(session->op(0, 1), kBonusOfJohn);
  EXPECT_EQ(session->read_live().objects, 1U);
  session->op(0, 2);
  EXPECT_EQ(session->read_live().objects, 0U);
}

TEST_F(ArticleTest, FifoPaysOnHiringAndOnLeaving) {
  const auto session = session_with_john("employee_bonus/fifo");
  EXPECT_EQ(session->setup(0, 0), kBonusOfJohn);
  EXPECT_EQ(session->op(0, 0), kBonusOfJohn);
  EXPECT_EQ(session->read_live().objects, 1U);
}

TEST_F(ArticleTest, NamedKeepsTheName) {
  const auto session = session_with_john("employee_bonus/named");
  session->setup(0, 0);
  EXPECT_EQ(session->op(0, 0), kBonusOfJohn + observe_name(john().full_name.data()));
  EXPECT_EQ(session->read_live().objects, 1U);
}

}  // namespace
}  // namespace ovg::tests
