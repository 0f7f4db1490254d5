#pragma once

#include <utility>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/session.h"
#include "workloads/tree_build/workload.h"

namespace ovg::workloads::tree_build {

/// Trees of nodes that refer to their children by handles, for any handle that is null when default-made and
/// tests as bool. `Links`, of which a forest has one, says what the variant's handle is (`Links::Handle`, with `left`,
/// `right` and `value` behind it) and which vectors may hold handles and numbers. It has `begin(depth)` before the
/// first node of a tree, `make(left, right, value)`, `keep()` when the tree becomes the permanent one, and what
/// session::DropsAtOnce has. What happens when a handle is overwritten, the variant decides: that is the question.
template <class Links>
class LinkedForest {
 public:
  explicit LinkedForest(const Script& script) {
    numbers_.reserve(script.permanent_array);
    for (std::size_t index = 0; index < script.permanent_array; ++index) numbers_.push_back(array_element(index));
  }

  std::uint64_t op(const Op& op) {
    const std::uint64_t seen = step(op);
    links_.work();
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t nodes = 0;
    for (const Handle& root : permanent_) read(root, nodes, digest);
    fold_array(digest, numbers_, numbers_.size());
    return {nodes, digest.value()};
  }

 private:
  using Handle = typename Links::Handle;

  std::uint64_t step(const Op& op) {
    switch (op.kind) {
      case Kind::kGrow:
        return grow(op);
      case Kind::kDrop:
        return drop(op.value);
      case Kind::kKeep:
        keep();
        return 0;
    }
    return 0;
  }

  Handle build(int depth, NodeValue value) {
    if (depth == 0) return links_.make(Handle{}, Handle{}, value);
    Handle left = build(depth - 1, 2 * value);
    Handle right = build(depth - 1, 2 * value + 1);
    return links_.make(std::move(left), std::move(right), value);
  }

  std::uint64_t grow(const Op& op) {
    if (unfinished_.empty()) links_.begin(op.depth);
    Handle tree = op.hole ? Handle{} : build(kLeafDepth, op.value);
    NodeValue value = op.value;
    for (int level = 0; level < op.merges; ++level) {
      Handle left = std::move(unfinished_.back());
      unfinished_.pop_back();
      tree = links_.make(std::move(left), std::move(tree), ++value);
    }
    unfinished_.push_back(std::move(tree));
    return static_cast<std::uint64_t>(value);
  }

  /// Walks along the bits of `path` to where the tree ends, then drops it.
  std::uint64_t drop(std::uint32_t path) {
    NodeValue seen = 0;
    for (const Handle* node = &unfinished_.back(); *node; path >>= 1) {
      seen = 31 * seen + (*node)->value;
      node = (path & 1) != 0 ? &(*node)->right : &(*node)->left;
    }
    links_.drop(unfinished_.back());
    unfinished_.pop_back();
    return static_cast<std::uint64_t>(seen);
  }

  void keep() {
    links_.keep();
    permanent_.push_back(std::move(unfinished_.back()));
    unfinished_.pop_back();
  }

  static void read(const Handle& node, std::uint64_t& nodes, session::Digest& digest) {
    if (!node) return;
    ++nodes;
    digest.fold(static_cast<std::uint64_t>(node->value));
    read(node->left, nodes, digest);
    read(node->right, nodes, digest);
  }

  typename Links::Handles unfinished_;  // at most one finished tree, or one subtree for each level
  typename Links::Handles permanent_;
  typename Links::Numbers numbers_;
  [[no_unique_address]] Links links_;
};

}  // namespace ovg::workloads::tree_build
