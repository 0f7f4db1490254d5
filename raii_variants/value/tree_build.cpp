// Ownership story: a tree is one std::vector of nodes that refer to each other by index; the forest owns the
// vector. Nodes are appended, never freed one by one, and dropping a tree frees one block. The depth
// is known when a tree is begun, so its vector is reserved then.

#include <utility>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "workloads/tree_build/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::tree_build;

using Index = std::int32_t;
constexpr Index kNone = -1;

struct Node {
  Node(Index left_child, Index right_child, NodeValue number) : left(left_child), right(right_child), value(number) {
    session::count_created();
  }
  Index left;
  Index right;
  NodeValue value;
};

struct Tree {
  std::vector<Node> nodes;
  Index root = kNone;

  Index add(Index left, Index right, NodeValue value) {
    nodes.emplace_back(left, right, value);
    return static_cast<Index>(nodes.size()) - 1;
  }
  const Node& at(Index index) const { return nodes[static_cast<std::size_t>(index)]; }
};

class Forest {
 public:
  explicit Forest(const Script& script) {
    numbers_.reserve(script.permanent_array);
    for (std::size_t index = 0; index < script.permanent_array; ++index) numbers_.push_back(array_element(index));
  }

  std::uint64_t op(const Op& op) {
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

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t nodes = 0;
    read(permanent_.root, nodes, digest);
    fold_array(digest, numbers_, numbers_.size());
    return {nodes, digest.value()};
  }

 private:
  Index build(int depth, NodeValue value) {
    if (depth == 0) return growing_.add(kNone, kNone, value);
    const Index left = build(depth - 1, 2 * value);
    const Index right = build(depth - 1, 2 * value + 1);
    return growing_.add(left, right, value);
  }

  std::uint64_t grow(const Op& op) {
    if (growing_.nodes.empty()) growing_.nodes.reserve(std::size_t{2} << op.depth);
    Index tree = op.hole ? kNone : build(kLeafDepth, op.value);
    NodeValue value = op.value;
    for (int level = 0; level < op.merges; ++level) {
      const Index left = unfinished_.back();
      unfinished_.pop_back();
      tree = growing_.add(left, tree, ++value);
    }
    unfinished_.push_back(tree);
    return static_cast<std::uint64_t>(value);
  }

  /// Walks along the bits of `path` to where the tree ends, then drops it.
  std::uint64_t drop(std::uint32_t path) {
    NodeValue seen = 0;
    for (Index index = unfinished_.back(); index != kNone; path >>= 1) {
      const Node& node = growing_.at(index);
      seen = 31 * seen + node.value;
      index = (path & 1) != 0 ? node.right : node.left;
    }
    unfinished_.pop_back();
    growing_ = {};
    return static_cast<std::uint64_t>(seen);
  }

  void keep() {
    permanent_ = std::exchange(growing_, {});
    permanent_.root = unfinished_.back();
    unfinished_.pop_back();
  }

  void read(Index index, std::uint64_t& nodes, session::Digest& digest) const {
    if (index == kNone) return;
    const Node& node = permanent_.at(index);
    ++nodes;
    digest.fold(static_cast<std::uint64_t>(node.value));
    read(node.left, nodes, digest);
    read(node.right, nodes, digest);
  }

  Tree growing_;
  std::vector<Index> unfinished_;
  Tree permanent_;
  std::vector<double> numbers_;
};

}  // namespace

void tree_build(session::Registry& registry) {
  registry.answer<Question, session::Sharded<Forest>>();
}

}  // namespace ovg::answers
