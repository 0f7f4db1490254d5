#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "harness/session/registry.h"
#include "workloads/cascade_drop/workload.h"

namespace ovg::workloads::cascade_drop {
namespace {

using session::Scale;

constexpr std::array<Scale, 4> kScales{Scale::kSmoke, Scale::kQuick, Scale::kDefault, Scale::kFull};

TEST(CascadeDropScript, ARoundEndsWithItsOnlyDrop) {
  for (const Scale scale : kScales) {
    const Script script = Question::script({.scale = scale});
    for (const std::vector<Op>& ops : {script.setup[0], script.rounds[0]}) {
      EXPECT_EQ(std::count_if(ops.begin(), ops.end(), drops_many), 1) << name_of(scale);
      EXPECT_TRUE(drops_many(ops.back())) << name_of(scale);
      EXPECT_EQ(ops.size() - 1, scale == Scale::kSmoke ? 100U : 100'000U) << name_of(scale);
    }
  }
}

struct Nobody {
  explicit Nobody(const Script& /*script*/) {}
  std::uint64_t op(const Op& /*op*/) { return 0; }
  session::Live read_live() const { return {}; }
};

/// An answer that did not find drops_many would say no to all, and drops would be put down to the system.
TEST(CascadeDropScript, AnswersKnowWhichOpDrops) {
  session::Registry registry;
  registry.answer<Question, Nobody>();
  const session::Answer& answer = registry.answers().front();
  const auto script = answer.make_script({});
  const std::size_t last = script->shape.round_ops - 1;
  EXPECT_TRUE(answer.drops(*script, 0, last));
  EXPECT_FALSE(answer.drops(*script, 0, last - 1));
}

TEST(CascadeDropScript, ARoundTurnsTheRingAWholeNumberOfTimes) {
  for (const Scale scale : kScales) {
    const Script script = Question::script({.scale = scale});
    const std::size_t twigs = (script.rounds[0].size() - 1) * kTwigsPerTurn;
    EXPECT_EQ(twigs % script.ring, 0U) << name_of(scale);
    EXPECT_EQ(script.ring % kTwigsPerTurn, 0U) << name_of(scale);
  }
}

TEST(CascadeDropScript, TheTurnsGrowOneBigOwnerEvenly) {
  const std::array<std::size_t, 4> nodes{1'023, 16'383, 1'048'575, 8'388'607};
  for (const Scale scale : kScales) {
    const Script script = Question::script({.scale = scale});
    EXPECT_EQ(script.nodes, nodes.at(static_cast<std::size_t>(scale)));
    std::size_t grown = 0;
    std::uint8_t fewest = std::numeric_limits<std::uint8_t>::max();
    std::uint8_t most = 0;
    for (const Op& op : script.rounds[0]) {
      if (drops_many(op)) continue;
      grown += op.nodes;
      fewest = std::min(fewest, op.nodes);
      most = std::max(most, op.nodes);
    }
    EXPECT_EQ(grown, script.nodes) << name_of(scale);
    EXPECT_LE(most - fewest, 1) << name_of(scale);
  }
}

/// Follows the order with the nodes of each subtree instead of subtrees.
TEST(CascadeDropScript, TheOrderOfGrowthEndsInOnePerfectTree) {
  constexpr std::size_t kNodes = (std::size_t{1} << GrowthOrder::kMostLevels) - 1;
  std::vector<std::size_t> subtrees;
  GrowthOrder order;
  std::size_t most = 0;
  for (std::size_t node = 0; node < kNodes; ++node) {
    ASSERT_EQ(order.subtrees(), subtrees.size());
    if (order.parent_is_next()) {
      const std::size_t right = subtrees.back();
      subtrees.pop_back();
      ASSERT_EQ(subtrees.back(), right) << "a parent of unequal subtrees";
      subtrees.back() += right + 1;
      order.add_parent();
    } else {
      subtrees.push_back(1);
      order.add_leaf();
    }
    most = std::max(most, subtrees.size());
  }
  EXPECT_THAT(subtrees, testing::ElementsAre(kNodes));
  EXPECT_EQ(most, GrowthOrder::kMostLevels);
}

TEST(CascadeDropScript, TwoBigOwnersAndTheRingAreAliveAtMost) {
  const Script script = Question::script({.scale = Scale::kQuick});
  const std::uint64_t in_ring = script.shape.expected.live_at_end - script.nodes;
  EXPECT_EQ(script.shape.peak_live_bytes, (2 * script.nodes + in_ring) * 24);
  EXPECT_NEAR(static_cast<double>(in_ring), 3.5 * static_cast<double>(script.ring), 150);
}

}  // namespace
}  // namespace ovg::workloads::cascade_drop
