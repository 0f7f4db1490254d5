// Ownership story: a big tree is one std::vector of nodes that refer to each other by index, a twig a vector
// of its nodes in their order. The nodes of the tree that grows are appended to a vector that was reserved
// when the last one was finished; nothing is freed one by one. Dropping a tree frees one block. Beyond 32 MiB
// glibc hands it back to the kernel in that op, page by page; below, it learns after a few to keep it. A new
// vector for each twig, not an assignment into the old one, which would reuse its memory: the question is
// what replacing an owner costs.

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/digest.h"
#include "harness/session/registry.h"
#include "workloads/cascade_drop/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::cascade_drop;

struct TwigNode {
  explicit TwigNode(NodeValue number) : value(number) { session::count_created(); }
  NodeValue value;
};

using Twig = std::vector<TwigNode>;

Twig make_twig(std::uint32_t value) {
  Twig twig;
  const std::uint32_t nodes = twig_nodes(value);
  twig.reserve(nodes);
  for (std::uint32_t node = 1; node <= nodes; ++node) twig.emplace_back(NodeValue{value} + node);
  return twig;
}

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

/// A tree whose last node is its root, once it is finished.
using Tree = std::vector<Node>;

class Owners {
 public:
  explicit Owners(const Script& script) : nodes_(script.nodes), ring_(script.ring) { growing_.reserve(nodes_); }

  std::uint64_t op(const Op& op) { return op.kind == Kind::kTurn ? turn(op) : drop(op.values[0]); }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t nodes = 0;
    read(finished_, root_of(finished_), nodes, digest);
    for (std::size_t subtree = 0; subtree < order_.subtrees(); ++subtree) {
      read(growing_, unfinished_[subtree], nodes, digest);
    }
    for (const Twig& twig : ring_) {
      for (const TwigNode& node : twig) digest.fold(node.value);
      nodes += twig.size();
    }
    digest.fold(oldest_);
    return {nodes, digest.value()};
  }

 private:
  static Index root_of(const Tree& tree) { return static_cast<Index>(tree.size()) - 1; }

  std::uint64_t turn(const Op& op) {
    NodeValue seen = 0;
    for (const std::uint32_t value : op.values) {
      Twig& twig = ring_[oldest_];
      for (const TwigNode& node : twig) seen = 31 * seen + node.value;
      twig = make_twig(value);
      if (++oldest_ == ring_.size()) oldest_ = 0;
    }
    for (std::uint8_t node = 0; node < op.nodes; ++node) grow(NodeValue{op.values[0]} + node);
    return seen;
  }

  void grow(NodeValue value) {
    const std::size_t subtrees = order_.subtrees();
    if (order_.parent_is_next()) {
      growing_.emplace_back(unfinished_[subtrees - 2], unfinished_[subtrees - 1], value);
      unfinished_[subtrees - 2] = root_of(growing_);
      order_.add_parent();
    } else {
      growing_.emplace_back(kNone, kNone, value);
      unfinished_[subtrees] = root_of(growing_);
      order_.add_leaf();
    }
  }

  /// Walks along the bits of `path` to where the tree ends.
  std::uint64_t drop(std::uint32_t path) {
    NodeValue seen = 0;
    for (Index index = root_of(finished_); index != kNone; path >>= 1) {
      const Node& node = finished_[static_cast<std::size_t>(index)];
      seen = 31 * seen + node.value;
      index = (path & 1) != 0 ? node.right : node.left;
    }
    finished_ = std::exchange(growing_, {});
    growing_.reserve(nodes_);
    order_.clear();
    return seen;
  }

  static void read(const Tree& tree, Index index, std::uint64_t& nodes, session::Digest& digest) {
    if (index == kNone) return;
    const Node& node = tree[static_cast<std::size_t>(index)];
    ++nodes;
    digest.fold(node.value);
    read(tree, node.left, nodes, digest);
    read(tree, node.right, nodes, digest);
  }

  std::size_t nodes_;
  std::vector<Twig> ring_;
  std::size_t oldest_ = 0;
  Tree growing_;
  std::array<Index, GrowthOrder::kMostLevels> unfinished_{};  // roots of its subtrees
  GrowthOrder order_;
  Tree finished_;
};

}  // namespace

void cascade_drop(session::Registry& registry) {
  registry.answer<Question, Owners>();
}

}  // namespace ovg::answers
