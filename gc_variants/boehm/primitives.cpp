// Ownership story: nobody owns an object; a handle is a plain pointer. Letting go of an object forgets it,
// which costs nothing then. allocate_free pays for that: each allocation carries its share of the collections
// that find the blocks before it. drop_tree does not pay: it shows what the mutator is charged when it drops,
// not what the memory costs. Chains and the grove's tree are reachable from the stack of the benchmark, which
// is scanned.

#include "gc_variants/boehm/heap.h"
#include "workloads/primitives/primitives_program.h"

namespace ovg {

namespace {

using namespace workloads::primitives;

class PointerChain {
 public:
  explicit PointerChain(std::int64_t nodes) {
    boehm::Pointer<Node>* end = &head_;
    for (std::int64_t value = 0; value < nodes; ++value) {
      *end = boehm::make<Node>(value, nullptr);
      end = &(*end)->next;
    }
  }
  std::int64_t sum() const {
    std::int64_t total = 0;
    for (const Node* node = head_.get(); node != nullptr; node = node->next.get()) total += node->value;
    return total;
  }

 private:
  struct Node {
    Node(std::int64_t number, Node* successor) : value(number), next(successor) {}
    std::int64_t value;
    boehm::Pointer<Node> next;
  };
  boehm::Pointer<Node> head_;
};

struct TreeNode {
  TreeNode(TreeNode* left_child, TreeNode* right_child, std::int64_t number)
      : left(left_child), right(right_child), value(number) {}
  TreeNode* left;
  TreeNode* right;
  std::int64_t value;
};

/// Dropping a tree is one store, whatever its size. Many thousands are needed to time it, and so many large
/// trees do not fit into memory: all roots refer to one tree, which is built once. A store costs the same for
/// all that.
class RootGrove {
 public:
  explicit RootGrove(std::int64_t depth) : tree_(subtree(1, nodes_in_tree(depth))), roots_(kRoots) {}
  void grow() { std::fill(roots_.begin(), roots_.end(), tree_); }
  boehm::RootVector<boehm::Pointer<TreeNode>>& roots() { return roots_; }

 private:
  static constexpr std::size_t kRoots = 1 << 16;

  static TreeNode* subtree(std::int64_t number, std::int64_t nodes) {
    if (number > nodes) return nullptr;
    TreeNode* const left = subtree(2 * number, nodes);
    TreeNode* const right = subtree(2 * number + 1, nodes);
    return boehm::make<TreeNode>(left, right, number);
  }

  TreeNode* tree_;
  boehm::RootVector<boehm::Pointer<TreeNode>> roots_;
};

struct BoehmPrimitives {
  static constexpr const char* kAllocateFreeLabel = "pointer-free, forgotten; includes its share of collections";
  static constexpr const char* kDropLabel = "forgets the root; a later collection frees";

  using Handle = Object*;
  static Object* make_object() { return boehm::make<Object>(); }

  // As in alloc_churn, bytes are declared pointer-free: they are neither cleared nor scanned.
  template <std::size_t bytes>
  static void allocate_and_free() {
    session::escape(boehm::make_pointer_free(bytes));
  }

  using Chain = PointerChain;
  using Grove = RootGrove;
  static void drop(boehm::Pointer<TreeNode>& root) { root = nullptr; }
};

}  // namespace

}  // namespace ovg

int main(int argc, char** argv) {
  return ovg::workloads::primitives::run_primitives<ovg::BoehmPrimitives>(argc, argv);
}
