// A program that tells the collector of its stores loses nothing; one that forgets to is caught, or these tests would
// show nothing. Each case runs in a process of its own, since libgc is initialised once.

#include "gc_variants/boehm/barrier.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "gc_variants/boehm/dirty_bits.h"
#include "gc_variants/boehm/heap.h"
#include "harness/session/random.h"

namespace ovg::boehm {
namespace {

struct Leaf {
  explicit Leaf(std::uint64_t number) : canary(number) {}
  std::uint64_t canary;
  std::uint64_t unused[3] = {};
};

/// Refers to one leaf, and knows its canary without following. `Link` is a Pointer, or forgets.
template <class Link>
struct Holder {
  explicit Holder(std::uint64_t number) : leaf(make<Leaf>(number)), canary(number) {}
  bool is_whole() const { return leaf->canary == canary; }

  Link leaf;
  std::uint64_t canary;
};

/// libgc as one of these configurations has it.
void begin(std::uint64_t slice_limit_ms) {
  GC_set_all_interior_pointers(0);
  GC_set_no_dls(1);
  ask_for(DirtyBits::kManual);
  GC_INIT();
  GC_enable_incremental();
  GC_set_time_limit(slice_limit_ms);
  if (in_use() != DirtyBits::kManual) std::_Exit(3);
}

/// Ends the process with 0 when each holder still has its leaf after many were replaced in random order.
template <class Link>
void replace_leaves(std::uint64_t slice_limit_ms) {
  constexpr std::size_t kHolders = 100'000;
  constexpr std::uint64_t kStores = 2'000'000;
  begin(slice_limit_ms);
  RootVector<Pointer<Holder<Link>>> holders;
  for (std::uint64_t number = 0; number < kHolders; ++number) holders.push_back(make<Holder<Link>>(number));
  session::SplitMix64 random(1);
  for (std::uint64_t number = kHolders; number < kHolders + kStores; ++number) {
    Holder<Link>& holder = *holders[random.below(kHolders)];
    if (!holder.is_whole()) std::_Exit(1);
    holder.canary = number;
    holder.leaf = make<Leaf>(number);
  }
  if (GC_get_gc_no() < 5) std::_Exit(2);
  for (const auto& holder : holders) {
    if (!holder->is_whole()) std::_Exit(1);
  }
  std::_Exit(0);
}

class Barrier : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  Barrier() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_P(Barrier, WhoTellsTheCollectorOfEachStoreLosesNothing) {
  EXPECT_EXIT(replace_leaves<Pointer<Leaf>>(GetParam()), ::testing::ExitedWithCode(0), "");
}

TEST_P(Barrier, WhoForgetsToLosesWhatItStored) {
  EXPECT_EXIT(replace_leaves<Leaf*>(GetParam()), ::testing::ExitedWithCode(1), "");
}

INSTANTIATE_TEST_SUITE_P(Modes, Barrier, ::testing::Values(5, GC_TIME_UNLIMITED),
                         [](const auto& mode) { return mode.param == 5 ? "Incremental" : "Generational"; });

/// Ends the process with 0 when roots that were pushed, and moved when their vectors grew, are all there.
void fill_vectors_of_roots() {
  begin(GC_TIME_UNLIMITED);
  for (std::uint64_t round = 0; round < 200; ++round) {
    RootVector<Pointer<Leaf>> grown;
    RootStack<Leaf> stack;
    for (std::uint64_t number = 0; number < 5000; ++number) {
      grown.push_back(make<Leaf>(number));
      stack.push_back(make<Leaf>(number));
    }
    std::uint64_t number = 0;
    for (const auto& leaf : stack) {
      if (leaf->canary != number || grown[number]->canary != number) std::_Exit(1);
      ++number;
    }
  }
  std::_Exit(GC_get_gc_no() < 5 ? 2 : 0);
}

TEST(RootBarrier, RootsThatMoveWhenTheirVectorGrowsStayAlive) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(fill_vectors_of_roots(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ovg::boehm
