// Ownership story: whoever holds an object holds its bytes. The handle is the object, so a copy and a move
// both copy 32 bytes. A single object stands on the stack and is never allocated; chains and trees are one
// std::vector of nodes that refer to each other by index, so dropping a tree frees one block, however many
// nodes it has.

#include <vector>

#include "workloads/primitives/primitives_program.h"

namespace ovg {

namespace {

using namespace workloads::primitives;

using Index = std::int32_t;
constexpr Index kNone = -1;

class IndexChain {
 public:
  explicit IndexChain(std::int64_t nodes) {
    nodes_.reserve(static_cast<std::size_t>(nodes));
    for (Index index = 0; index < nodes; ++index) {
      nodes_.push_back({index, index + 1 < nodes ? index + 1 : kNone});
    }
  }
  std::int64_t sum() const {
    std::int64_t total = 0;
    for (Index index = 0; index != kNone;) {
      const Node& node = nodes_[static_cast<std::size_t>(index)];
      total += node.value;
      index = node.next;
    }
    return total;
  }

 private:
  struct Node {
    std::int64_t value;
    Index next;
  };
  std::vector<Node> nodes_;
};

struct TreeNode {
  Index left;
  Index right;
  std::int64_t value;
};
using Tree = std::vector<TreeNode>;

class VectorGrove {
 public:
  explicit VectorGrove(std::int64_t depth) : nodes_(nodes_in_tree(depth)), roots_(trees_in_batch(depth)) {}
  void grow() {
    for (Tree& tree : roots_) tree = grown();
  }
  std::vector<Tree>& roots() { return roots_; }

 private:
  /// Node n of a binary heap, numbered from 1, has index n - 1.
  Tree grown() const {
    Tree tree;
    tree.reserve(static_cast<std::size_t>(nodes_));
    for (std::int64_t number = 1; number <= nodes_; ++number) {
      tree.push_back({index_of(2 * number), index_of(2 * number + 1), number});
    }
    return tree;
  }
  Index index_of(std::int64_t number) const { return number > nodes_ ? kNone : static_cast<Index>(number - 1); }

  std::int64_t nodes_;
  std::vector<Tree> roots_;
};

struct ValuePrimitives {
  static constexpr const char* kAllocateFreeLabel = "on the stack";
  static constexpr const char* kDropLabel = "frees one block";

  using Handle = Object;
  static Object make_object() { return {}; }

  template <std::size_t bytes>
  static void allocate_and_free() {
    Block<bytes> block;
    session::escape(&block);
  }

  using Chain = IndexChain;
  using Grove = VectorGrove;
  static void drop(Tree& root) { Tree().swap(root); }  // clear() would keep the memory
};

}  // namespace

}  // namespace ovg

int main(int argc, char** argv) {
  return ovg::workloads::primitives::run_primitives<ovg::ValuePrimitives>(argc, argv);
}
