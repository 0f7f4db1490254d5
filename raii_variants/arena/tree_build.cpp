// Ownership story: a tree is an arena, in which its nodes lie in the order of their making and point to each other; the
// forest owns the arena. The depth is known when a tree is begun, so its block is asked for then, and one block is what
// dropping the tree frees: no node is visited. The permanent tree takes its arena with it.

#include <memory>
#include <memory_resource>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/session/drops.h"
#include "harness/session/sharded.h"
#include "raii_variants/arena/pool.h"
#include "workloads/tree_build/linked_forest.h"

namespace ovg::answers {

namespace {

using namespace workloads::tree_build;

struct Node {
  Node(Node* left_child, Node* right_child, NodeValue number) : left(left_child), right(right_child), value(number) {
    session::count_created();
  }
  Node* left;
  Node* right;
  NodeValue value;
};
static_assert(std::is_trivially_destructible_v<Node>);

class Arenas : public session::DropsAtOnce {
 public:
  using Handle = Node*;
  using Handles = std::vector<Node*>;
  using Numbers = std::vector<double>;

  void begin(int depth) {
    growing_ = std::make_unique<std::pmr::monotonic_buffer_resource>((std::size_t{2} << depth) * sizeof(Node));
  }
  Node* make(Node* left, Node* right, NodeValue value) {
    return std::pmr::polymorphic_allocator<>(growing_.get()).new_object<Node>(left, right, value);
  }
  void drop(Node*& /*root*/) { growing_.reset(); }
  void keep() { permanent_ = std::move(growing_); }

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> growing_;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> permanent_;
};

}  // namespace

void tree_build(session::Registry& registry) {
  registry.answer<Question, session::Sharded<LinkedForest<Arenas>>>();
  raii::not_in_a_pool(registry, Question::card().name);
}

}  // namespace ovg::answers
