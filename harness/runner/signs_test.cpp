#include "harness/runner/signs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

namespace ovg::runner {
namespace {

/// By throwing all coins.
double counted(unsigned over, unsigned under) {
  const unsigned coins = over + under;
  std::size_t as_far = 0;
  for (unsigned thrown = 0; thrown < 1U << coins; ++thrown) {
    const auto heads = static_cast<unsigned>(std::popcount(thrown));
    if (std::max(heads, coins - heads) >= std::max(over, under)) ++as_far;
  }
  return static_cast<double>(as_far) / static_cast<double>(1U << coins);
}

TEST(SignTest, IsWhatThrowingAllCoinsGives) {
  for (unsigned over = 0; over <= 7; ++over) {
    for (unsigned under = 0; under <= 7; ++under) {
      EXPECT_NEAR(sign_test(over, under), counted(over, under), 1e-12) << over << " " << under;
    }
  }
}

TEST(SignTest, SixBlocksAreTheFewestThatCanBeSignificant) {
  EXPECT_LE(sign_test(kFewestBlocks, 0), kSignificant);
  EXPECT_GT(sign_test(kFewestBlocks - 1, 0), kSignificant);
}

TEST(SignTest, ManyBlocksDoNotUnderflow) {
  EXPECT_EQ(sign_test(2000, 2000), 1);
  EXPECT_NEAR(sign_test(2100, 1900), 0.00165, 0.00005);  // scipy.stats.binomtest
}

}  // namespace
}  // namespace ovg::runner
