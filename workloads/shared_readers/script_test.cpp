#include <gtest/gtest.h>

#include <set>

#include "workloads/shared_readers/workload.h"

namespace ovg::workloads::shared_readers {
namespace {

using session::Scale;

TEST(SharedReadersScript, HotHasOneDocument) {
  const Script script = Hot::script({.scale = Scale::kQuick, .threads = 3});
  ASSERT_EQ(script.documents.size(), 1U);
  for (const auto& list : script.rounds) {
    for (const Op& op : list) {
      for (const std::uint16_t pick : op.picks) ASSERT_EQ(pick, 0);
    }
  }
}

TEST(SharedReadersScript, ColdPicksFromAllDocumentsAndFromNoMore) {
  const Script script = Cold::script({.scale = Scale::kQuick});
  std::set<std::size_t> picked;
  for (const Op& op : script.rounds.at(0)) picked.insert(op.picks.begin(), op.picks.end());
  ASSERT_EQ(script.documents.size(), 10'000U);
  EXPECT_LT(*picked.rbegin(), script.documents.size());
  EXPECT_GT(picked.size(), 9'000U);
}

TEST(SharedReadersScript, EveryThreadHasAListOfItsOwn) {
  const Script script = Cold::script({.threads = session::kMostThreads});
  ASSERT_EQ(script.rounds.size(), session::kMostThreads);
  std::set<std::array<std::uint16_t, kReadsPerOp>> first_ops;
  for (const auto& list : script.rounds) {
    EXPECT_EQ(list.size(), script.shape.round_ops);
    first_ops.insert(list.front().picks);
  }
  EXPECT_EQ(first_ops.size(), session::kMostThreads);
}

TEST(SharedReadersScript, NothingIsCreatedInARound) {
  const Script script = Cold::script({});
  EXPECT_EQ(script.shape.expected, (session::Census{.created_in_setup = script.documents.size(),
                                                    .created_per_round = 0,
                                                    .live_at_end = script.documents.size()}));
}

}  // namespace
}  // namespace ovg::workloads::shared_readers
