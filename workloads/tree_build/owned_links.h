#pragma once

#include <utility>
#include <vector>

#include "harness/session/drops.h"
#include "workloads/tree_build/linked_forest.h"

namespace ovg::workloads::tree_build {

/// Nodes behind a handle whose destructor frees the subtree, node by node. The recursion is as deep as the
/// tree, 21 levels at most, so it needs no help against overflow. `Drops` says when a dropped tree is freed.
template <class Owner, template <class> class Drops = session::AtOnce>
struct OwnedLinks {
  struct Node;
  using Handle = typename Owner::template Handle<Node>;
  using Handles = std::vector<Handle>;
  using Numbers = std::vector<double>;

  struct Node {
    Node(Handle left_child, Handle right_child, NodeValue number)
        : left(std::move(left_child)), right(std::move(right_child)), value(number) {
      session::count_created();
    }
    Handle left;
    Handle right;
    NodeValue value;
  };

  static Handle make(Handle left, Handle right, NodeValue value) {
    return Owner::template make<Node>(std::move(left), std::move(right), value);
  }
  static void begin(int /*depth*/) {}
  static void keep() {}
  void drop(Handle& root) { drops_.drop(root); }
  void work() { drops_.work(); }

 private:
  [[no_unique_address]] Drops<Handle> drops_;
};

}  // namespace ovg::workloads::tree_build
