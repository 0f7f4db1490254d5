// Ownership story: nobody owns a node. Dropping a tree forgets its root, which costs nothing then; a later op
// that finds the heap full pays for marking whatever is alive, above all the permanent tree. Roots stand in
// vectors that the collector scans but does not collect; the slot of a dropped tree is cleared, or it would
// keep the tree alive. The numbers are declared pointer-free.

#include "gc_variants/boehm/flat.h"
#include "harness/session/drops.h"
#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "workloads/tree_build/linked_forest.h"

namespace ovg::answers {

namespace {

using namespace workloads::tree_build;

/// Numbers in one collected block that is not scanned, kept alive by a root.
class PointerFreeNumbers {
 public:
  void reserve(std::size_t count) {
    root_.assign(1, reinterpret_cast<double*>(boehm::make_pointer_free(count * sizeof(double))));
  }
  void push_back(double number) { root_[0].get()[size_++] = number; }
  double operator[](std::size_t index) const { return root_[0].get()[index]; }
  std::size_t size() const { return size_; }

 private:
  boehm::RootVector<boehm::Pointer<double>> root_;
  std::size_t size_ = 0;
};

struct Links : session::DropsAtOnce {
  struct Node {
    Node(boehm::Pointer<Node> left_child, boehm::Pointer<Node> right_child, NodeValue number)
        : left(left_child), right(right_child), value(number) {
      session::count_created();
    }
    boehm::Pointer<Node> left;
    boehm::Pointer<Node> right;
    NodeValue value;
  };
  using Handle = boehm::Pointer<Node>;
  using Handles = boehm::RootStack<Node>;
  using Numbers = PointerFreeNumbers;

  static Node* make(Handle left, Handle right, NodeValue value) { return boehm::make<Node>(left, right, value); }
  static void begin(int /*depth*/) {}
  static void keep() {}
};

constexpr const char* kNotFlat = "a tree in one vector of indices is one pointer-free block: that is value";

}  // namespace

void tree_build(session::Registry& registry) {
  registry.answer<Question, session::Sharded<LinkedForest<Links>>>();
  boehm::decline_flat(registry, Question::card().name, kNotFlat);
}

}  // namespace ovg::answers
