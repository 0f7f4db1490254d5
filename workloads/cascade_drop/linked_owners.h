#pragma once

#include <utility>

#include "harness/session/census.h"
#include "harness/session/digest.h"
#include "harness/session/drops.h"
#include "harness/session/session.h"
#include "workloads/cascade_drop/workload.h"

namespace ovg::workloads::cascade_drop {

/// Nodes that refer to each other by handles, for any handle that is null when default-made and tests as
/// bool. `Links` says what the variant's handle is (`Links::Handle<T>`), how an object is made
/// (`Links::make<T>(arguments...)`), and which vector may hold handles (`Links::Handles<T>`). What happens
/// when a handle is overwritten, the variant decides: that is the question; `Drops` says when a big owner is freed.
template <class Links, template <class> class Drops = session::AtOnce>
class LinkedOwners {
 public:
  explicit LinkedOwners(const Script& script)
      : ring_(script.ring), unfinished_(GrowthOrder::kMostLevels), finished_(1) {}

  std::uint64_t op(const Op& op) {
    const std::uint64_t seen = op.kind == Kind::kTurn ? turn(op) : drop(op.values[0]);
    drops_.work();
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t nodes = 0;
    read(finished_[0], nodes, digest);
    for (const Handle& subtree : unfinished_) read(subtree, nodes, digest);
    for (const Handle& twig : ring_) read(twig, nodes, digest);
    digest.fold(oldest_);
    return {nodes, digest.value()};
  }

 private:
  struct Node;
  using Handle = typename Links::template Handle<Node>;

  struct Node {
    Node(Handle left_child, Handle right_child, NodeValue number)
        : left(std::move(left_child)), right(std::move(right_child)), value(number) {
      session::count_created();
    }
    Handle left;
    Handle right;
    NodeValue value;
  };

  std::uint64_t turn(const Op& op) {
    NodeValue seen = 0;
    for (const std::uint32_t value : op.values) {
      Handle& twig = ring_[oldest_];
      for (const Handle* node = &twig; *node; node = &(*node)->left) seen = 31 * seen + (*node)->value;
      twig = make_twig(value);
      if (++oldest_ == ring_.size()) oldest_ = 0;
    }
    for (std::uint8_t node = 0; node < op.nodes; ++node) grow(NodeValue{op.values[0]} + node);
    return seen;
  }

  static Handle make_twig(std::uint32_t value) {
    Handle twig{};
    for (std::uint32_t nodes = twig_nodes(value); nodes > 0; --nodes) {
      twig = Links::template make<Node>(std::move(twig), Handle{}, NodeValue{value} + nodes);
    }
    return twig;
  }

  void grow(NodeValue value) {
    if (order_.parent_is_next()) {
      // Links are moved out: a slot that still held a root would keep its tree alive under a collector.
      Handle right = std::exchange(unfinished_[order_.subtrees() - 1], Handle{});
      Handle& left = unfinished_[order_.subtrees() - 2];
      left = Links::template make<Node>(std::move(left), std::move(right), value);
      order_.add_parent();
    } else {
      unfinished_[order_.subtrees()] = Links::template make<Node>(Handle{}, Handle{}, value);
      order_.add_leaf();
    }
  }

  /// Walks along the bits of `path` to where the tree ends.
  std::uint64_t drop(std::uint32_t path) {
    NodeValue seen = 0;
    for (const Handle* node = &finished_[0]; *node; path >>= 1) {
      seen = 31 * seen + (*node)->value;
      node = (path & 1) != 0 ? &(*node)->right : &(*node)->left;
    }
    drops_.drop(finished_[0]);
    finished_[0] = std::exchange(unfinished_[0], Handle{});
    order_.clear();
    return seen;
  }

  static void read(const Handle& node, std::uint64_t& nodes, session::Digest& digest) {
    if (!node) return;
    ++nodes;
    digest.fold(node->value);
    read(node->left, nodes, digest);
    read(node->right, nodes, digest);
  }

  typename Links::template Handles<Node> ring_;
  std::size_t oldest_ = 0;
  typename Links::template Handles<Node> unfinished_;  // subtrees of the one that grows
  GrowthOrder order_;
  typename Links::template Handles<Node> finished_;  // one
  [[no_unique_address]] Drops<Handle> drops_;
};

}  // namespace ovg::workloads::cascade_drop
