#pragma once

#include <vector>

#include "workloads/primitives/primitives.h"

namespace ovg::workloads::primitives {

/// The answer of variants that put each object into a heap block of its own, behind a handle whose destructor
/// frees it: `Owner::Handle<T>`, `Owner::make<T>(arguments...)`.
template <class Owner>
struct OwnedPrimitives {
  static constexpr const char* kAllocateFreeLabel = "allocated and freed at once";
  static constexpr const char* kDropLabel = "frees node by node";

  using Handle = typename Owner::template Handle<Object>;
  static Handle make_object() { return Owner::template make<Object>(); }

  template <std::size_t bytes>
  static void allocate_and_free() {
    const auto block = Owner::template make<Block<bytes>>();
    session::escape(block.get());
  }

  class Chain {
   public:
    explicit Chain(std::int64_t nodes) {
      Link* end = &head_;
      for (std::int64_t value = 0; value < nodes; ++value) {
        *end = Owner::template make<Node>(value);
        end = &(*end)->next;
      }
    }
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;
    // Node by node: the recursion of the handles' destructors would be as deep as the chain is long.
    ~Chain() {
      while (head_) {
        Link rest = std::move(head_->next);
        head_ = std::move(rest);
      }
    }

    // A reader owns nothing: it walks by plain pointers and counts no reference.
    std::int64_t sum() const {
      std::int64_t total = 0;
      for (const Node* node = head_.get(); node != nullptr; node = node->next.get()) total += node->value;
      return total;
    }

   private:
    struct Node;
    using Link = typename Owner::template Handle<Node>;
    struct Node {
      explicit Node(std::int64_t number) : value(number) {}
      std::int64_t value;
      Link next;
    };
    Link head_;
  };

  struct TreeNode;
  using Tree = typename Owner::template Handle<TreeNode>;
  struct TreeNode {
    TreeNode(Tree left_child, Tree right_child, std::int64_t number)
        : left(std::move(left_child)), right(std::move(right_child)), value(number) {}
    Tree left;
    Tree right;
    std::int64_t value;
  };

  class Grove {
   public:
    explicit Grove(std::int64_t depth) : nodes_(nodes_in_tree(depth)), roots_(trees_in_batch(depth)) {}
    void grow() {
      for (Tree& root : roots_) root = subtree(1);
    }
    std::vector<Tree>& roots() { return roots_; }

   private:
    /// Nodes are numbered like a binary heap, from 1; children are allocated before their parent.
    Tree subtree(std::int64_t number) const {
      if (number > nodes_) return {};
      Tree left = subtree(2 * number);
      Tree right = subtree(2 * number + 1);
      return Owner::template make<TreeNode>(std::move(left), std::move(right), number);
    }

    std::int64_t nodes_;
    std::vector<Tree> roots_;
  };
  static void drop(Tree& root) { root.reset(); }
};

}  // namespace ovg::workloads::primitives
