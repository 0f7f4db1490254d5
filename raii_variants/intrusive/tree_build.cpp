// Ownership story: as with unique, each node has one owner ever; handles are moved, never copied. What is measured is
// the count in each node, and a decrement and a test for each that goes when the root is dropped. Each thread has
// trees of its own, so that a count without atomic operations is right with any number of them.

#include "harness/session/sharded.h"
#include "raii_variants/intrusive/owner.h"
#include "workloads/tree_build/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::tree_build;

template <class Owner>
using Forests = session::Sharded<LinkedForest<OwnedLinks<Owner>>>;

}  // namespace

void tree_build(session::Registry& registry) {
  raii::answer_counted<Question, Forests>(registry);
}

}  // namespace ovg::answers
