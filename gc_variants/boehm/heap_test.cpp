// What would make a collector's numbers wrong without anybody noticing, shown to happen, and shown not to
// happen to what the answers use. The collector is conservative, and a word left on the stack may keep an
// object alive: nearly all of many objects is asked for, never all.

#include "gc_variants/boehm/heap.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace ovg::boehm {
namespace {

constexpr std::size_t kObjects = 2000;
constexpr std::size_t kNearlyAll = kObjects * 99 / 100;
constexpr std::uint64_t kCanary = 0x5ca1ab1e;

struct Node {
  Pointer<Node> next;
  std::uint64_t canary = kCanary;
};

/// Objects of the running test that the collector has found dead. What an earlier test has left may die late,
/// and does not count.
std::size_t collected = 0;
std::uintptr_t running_test = 0;

void count_if_of_running_test(void* /*object*/, void* its_test) {
  if (reinterpret_cast<std::uintptr_t>(its_test) == running_test) ++collected;
}

/// Makes an object whose end is counted.
Node* make_watched() {
  Node* const node = make<Node>();
  GC_register_finalizer_no_order(node, count_if_of_running_test, reinterpret_cast<void*>(running_test), nullptr,
                                 nullptr);
  return node;
}

/// Twice, because the first collection may still see what the last calls have left on the stack.
void collect() {
  GC_gcollect();
  GC_gcollect();
}

class BoehmHeap : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    GC_set_all_interior_pointers(0);
    GC_set_no_dls(1);
    GC_INIT();
  }

  BoehmHeap() {
    ++running_test;
    collected = 0;
  }
  ~BoehmHeap() override { pointer_free_is_honoured = true; }
};

/// Not inlined, so that its locals are gone when it returns.
template <class Vector>
[[gnu::noinline]] void fill(Vector& nodes) {
  nodes.reserve(kObjects);
  for (std::size_t index = 0; index < kObjects; ++index) nodes.push_back(make_watched());
}

template <class Vector>
[[gnu::noinline]] std::size_t canaries(const Vector& nodes) {
  std::size_t alive = 0;
  for (const auto& node : nodes) alive += node->canary == kCanary ? 1 : 0;
  return alive;
}

TEST_F(BoehmHeap, ALiveSetThatNobodyHoldsIsCollectedBeforeItIsRead) {
  RootVector<Pointer<Node>> nodes;
  fill(nodes);
  RootVector<Pointer<Node>>().swap(nodes);
  collect();
  EXPECT_GE(collected, kNearlyAll);
}

TEST_F(BoehmHeap, ARootVectorHoldsItsObjectsUntilTheyAreRead) {
  RootVector<Pointer<Node>> nodes;
  fill(nodes);
  collect();
  EXPECT_EQ(collected, 0U);
  EXPECT_EQ(canaries(nodes), kObjects);
}

TEST_F(BoehmHeap, AnOrdinaryVectorIsNoRoot) {
  std::vector<Node*> nodes;
  fill(nodes);
  collect();
  ASSERT_EQ(nodes.size(), kObjects);  // it still refers to them, but nobody may follow
  EXPECT_GE(collected, kNearlyAll);
}

/// Answers hold pointers to the beginnings of objects, since this is what keeps them alive.
TEST_F(BoehmHeap, APointerIntoAnObjectDoesNotKeepItAlive) {
  RootVector<Pointer<std::uint64_t>> canaries;
  [&]() __attribute__((noinline)) {
    for (std::size_t index = 0; index < kObjects; ++index) canaries.push_back(&make_watched()->canary);
  }
  ();
  collect();
  EXPECT_GE(collected, kNearlyAll);
}

/// A list that is not held would be collected while its nodes are handed out.
TEST_F(BoehmHeap, NodesThatComeByThePageStayUntilTheyAreHandedOut) {
  nodes_come_by_the_page = true;
  RootVector<Pointer<Node>> nodes;
  nodes.reserve(kObjects);
  for (std::size_t index = 0; index < kObjects; ++index) {
    nodes.push_back(make<Node>());
    if (index % 100 == 0) collect();
  }
  nodes_come_by_the_page = false;
  for (std::size_t index = 0; index < kObjects; ++index) {
    ASSERT_EQ(nodes[index]->next.get(), nullptr);
    nodes[index]->canary = index;
  }
  for (std::size_t index = 0; index < kObjects; ++index) ASSERT_EQ(nodes[index]->canary, index);
}

template <class Stack>
[[gnu::noinline]] void push_and_pop(Stack& stack) {
  for (std::size_t index = 0; index < kObjects; ++index) stack.push_back(make_watched());
  for (std::size_t index = 0; index < kObjects; ++index) stack.pop_back();
}

TEST_F(BoehmHeap, APoppedSlotThatIsNotClearedKeepsItsObject) {
  RootVector<Pointer<Node>> stack;
  push_and_pop(stack);
  collect();
  EXPECT_EQ(collected, 0U);
}

TEST_F(BoehmHeap, ARootStackClearsWhatItPops) {
  RootStack<Node> stack;
  push_and_pop(stack);
  collect();
  EXPECT_GE(collected, kNearlyAll);
}

/// A queue of linked nodes, of constant length after the first pushes. Source of the trap: Boehm, "Bounding
/// space usage of conservative garbage collectors", POPL 2002.
class LinkedQueue {
 public:
  explicit LinkedQueue(bool clear_links) : clear_links_(clear_links) {}

  [[gnu::noinline]] void push() {
    Node* const node = make_watched();
    (last() ? last()->next : first()) = node;
    last() = node;
  }
  [[gnu::noinline]] Node* pop() {
    Node* const node = first().get();
    first() = node->next;
    if (clear_links_) node->next = nullptr;
    return node;
  }

 private:
  Pointer<Node>& first() { return ends_[0]; }
  Pointer<Node>& last() { return ends_[1]; }

  bool clear_links_;
  RootVector<Pointer<Node>> ends_ = RootVector<Pointer<Node>>(2);
};

/// Runs kObjects messages through a queue of ten, while somebody still refers to the first that was popped.
std::size_t collected_beside_a_stale_pointer(bool clear_links) {
  LinkedQueue queue(clear_links);
  for (int index = 0; index < 10; ++index) queue.push();
  queue.push();
  const RootVector<Pointer<Node>> stale(1, queue.pop());
  for (std::size_t index = 0; index < kObjects; ++index) {
    queue.push();
    queue.pop();
  }
  collect();
  return stale[0]->canary == kCanary ? collected : 0;
}

TEST_F(BoehmHeap, OneStalePointerKeepsAllThatWasEverQueuedBehindIt) {
  EXPECT_EQ(collected_beside_a_stale_pointer(false), 0U);
}

TEST_F(BoehmHeap, WhereLinksAreClearedOnDequeueItKeepsOneNode) {
  EXPECT_GE(collected_beside_a_stale_pointer(true), kNearlyAll);
}

/// A payload whose bytes happen to be addresses of garbage.
[[gnu::noinline]] void fill_with_addresses(char* payload) {
  for (std::size_t index = 0; index < kObjects; ++index) {
    const Node* const garbage = make_watched();
    std::memcpy(payload + index * sizeof garbage, &garbage, sizeof garbage);
  }
}

std::size_t collected_beside_a_payload() {
  const RootVector<Pointer<char>> root(1, make_pointer_free(kObjects * sizeof(Node*)));
  fill_with_addresses(root[0].get());
  collect();
  return collected;
}

TEST_F(BoehmHeap, PayloadThatIsDeclaredPointerFreeKeepsNothingAlive) {
  EXPECT_GE(collected_beside_a_payload(), kNearlyAll);
}

TEST_F(BoehmHeap, PayloadThatIsScannedKeepsAliveWhateverItsBytesLookLike) {
  pointer_free_is_honoured = false;
  EXPECT_EQ(collected_beside_a_payload(), 0U);
}

}  // namespace
}  // namespace ovg::boehm
