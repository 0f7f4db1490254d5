// Ownership story: a big tree is an arena, in which its nodes lie in the order of their making and point to each other.
// How large it will be is not known, so the arena grows by ever larger blocks, and these are what dropping the tree
// frees: about thirty, whatever the number of nodes. A twig is replaced by itself: it is one block, a vector of its
// nodes, freed when the next one is put into its place; in the pool it comes from there and goes back.

#include <array>
#include <memory>
#include <memory_resource>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/session/digest.h"
#include "raii_variants/arena/pool.h"
#include "workloads/cascade_drop/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::cascade_drop;

struct TwigNode {
  explicit TwigNode(NodeValue number) : value(number) { session::count_created(); }
  NodeValue value;
};

using Twig = std::pmr::vector<TwigNode>;

struct Node {
  Node(Node* left_child, Node* right_child, NodeValue number) : left(left_child), right(right_child), value(number) {
    session::count_created();
  }
  Node* left;
  Node* right;
  NodeValue value;
};
static_assert(std::is_trivially_destructible_v<Node>);

using Arena = std::pmr::monotonic_buffer_resource;

class Owners {
 public:
  explicit Owners(const Script& script)
      : twigs_(raii::pooled ? static_cast<std::pmr::memory_resource*>(&raii::pool) : std::pmr::new_delete_resource()),
        growing_(std::make_unique<Arena>()) {
    ring_.reserve(script.ring);
    while (ring_.size() < script.ring) ring_.emplace_back(twigs_);
  }

  std::uint64_t op(const Op& op) { return op.kind == Kind::kTurn ? turn(op) : drop(op.values[0]); }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t nodes = 0;
    read(root_, nodes, digest);
    for (std::size_t subtree = 0; subtree < order_.subtrees(); ++subtree) read(unfinished_[subtree], nodes, digest);
    for (const Twig& twig : ring_) {
      for (const TwigNode& node : twig) digest.fold(node.value);
      nodes += twig.size();
    }
    digest.fold(oldest_);
    return {nodes, digest.value()};
  }

 private:
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

  Twig make_twig(std::uint32_t value) const {
    Twig twig(twigs_);
    const std::uint32_t nodes = twig_nodes(value);
    twig.reserve(nodes);
    for (std::uint32_t node = 1; node <= nodes; ++node) twig.emplace_back(NodeValue{value} + node);
    return twig;
  }

  void grow(NodeValue value) {
    std::pmr::polymorphic_allocator<> in(growing_.get());
    const std::size_t subtrees = order_.subtrees();
    if (order_.parent_is_next()) {
      Node*& left = unfinished_[subtrees - 2];
      left = in.new_object<Node>(left, unfinished_[subtrees - 1], value);
      order_.add_parent();
    } else {
      unfinished_[subtrees] = in.new_object<Node>(nullptr, nullptr, value);
      order_.add_leaf();
    }
  }

  /// Walks along the bits of `path` to where the tree ends.
  std::uint64_t drop(std::uint32_t path) {
    NodeValue seen = 0;
    for (const Node* node = root_; node != nullptr; path >>= 1) {
      seen = 31 * seen + node->value;
      node = (path & 1) != 0 ? node->right : node->left;
    }
    root_ = unfinished_[0];
    finished_ = std::exchange(growing_, std::make_unique<Arena>());
    order_.clear();
    return seen;
  }

  static void read(const Node* node, std::uint64_t& nodes, session::Digest& digest) {
    if (node == nullptr) return;
    ++nodes;
    digest.fold(node->value);
    read(node->left, nodes, digest);
    read(node->right, nodes, digest);
  }

  std::pmr::memory_resource* twigs_;
  std::vector<Twig> ring_;
  std::size_t oldest_ = 0;
  std::unique_ptr<Arena> growing_;
  std::array<Node*, GrowthOrder::kMostLevels> unfinished_{};  // roots of its subtrees
  GrowthOrder order_;
  std::unique_ptr<Arena> finished_;
  Node* root_ = nullptr;
};

}  // namespace

void cascade_drop(session::Registry& registry) {
  registry.answer<Question, Owners>();
}

}  // namespace ovg::answers
