#include "harness/session/digest.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "harness/session/random.h"

namespace ovg::session {
namespace {

std::uint64_t digest_of(const std::vector<std::uint64_t>& observed) {
  Digest digest;
  for (const std::uint64_t value : observed) digest.fold(value);
  return digest.value();
}

TEST(Digest, EverySingleWrongBitShows) {
  std::vector<std::uint64_t> observed(50);
  SplitMix64 random(3);
  for (std::uint64_t& value : observed) value = random.next();
  std::set<std::uint64_t> digests{digest_of(observed)};
  for (std::uint64_t& value : observed) {
    for (int bit = 0; bit < 64; ++bit) {
      value ^= 1ULL << bit;
      digests.insert(digest_of(observed));
      value ^= 1ULL << bit;
    }
  }
  EXPECT_EQ(digests.size(), 1 + observed.size() * 64);
}

TEST(Digest, OrderAndNumberShow) {
  EXPECT_NE(digest_of({1, 2}), digest_of({2, 1}));
  EXPECT_NE(digest_of({0}), digest_of({0, 0}));
  EXPECT_NE(digest_of({}), digest_of({0}));
}

TEST(SplitMix64, GivesThePublishedSequence) {
  SplitMix64 random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
  EXPECT_EQ(random.next(), 9817491932198370423ULL);
}

TEST(SplitMix64, BelowStaysBelowAndReachesAll) {
  SplitMix64 random(5);
  std::set<std::uint64_t> seen;
  for (int draw = 0; draw < 1000; ++draw) seen.insert(random.below(7));
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(*seen.rbegin(), 6U);
}

}  // namespace
}  // namespace ovg::session
