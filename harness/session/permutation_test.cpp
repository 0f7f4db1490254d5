#include "harness/session/permutation.h"

#include <gtest/gtest.h>

#include <set>

namespace ovg::session {
namespace {

TEST(Permutation, TakesEachNumberOnce) {
  for (const std::uint64_t size : {1U, 2U, 3U, 8U, 100U, 4096U, 5000U}) {
    const Permutation order(size, 7);
    std::set<std::uint64_t> seen;
    for (std::uint64_t position = 0; position < size; ++position) seen.insert(order(position));
    EXPECT_EQ(seen.size(), size);
    EXPECT_EQ(*seen.rbegin(), size - 1);
  }
}

TEST(Permutation, NeighboursLieApart) {
  constexpr std::uint64_t kSize = 10'000;
  const Permutation order(kSize, 1);
  int near = 0;
  for (std::uint64_t position = 1; position < kSize; ++position) {
    const auto distance = static_cast<std::int64_t>(order(position) - order(position - 1));
    near += distance > -100 && distance < 100 ? 1 : 0;
  }
  EXPECT_LT(near, 300) << "a random order has 2 % of them";
}

TEST(Permutation, AnotherSeedIsAnotherOrder) {
  const Permutation one(1000, 1);
  const Permutation two(1000, 2);
  int equal = 0;
  for (std::uint64_t position = 0; position < 1000; ++position) equal += one(position) == two(position) ? 1 : 0;
  EXPECT_LT(equal, 20);
}

}  // namespace
}  // namespace ovg::session
