// Ownership story: each node owns its children; a slot of the ring owns a twig, and two handles own the big
// tree and the one that grows. Overwriting a handle frees all that hung on it within that op, depth first:
// a few nodes in a turn, the whole tree in the drop. The recursion is as deep as the tree, 23 levels. With a remedy the
// tree that was dropped is freed by the ops that follow, 128 nodes each, or by another thread.

#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/cascade_drop/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::cascade_drop;

template <template <class> class Drops>
using Owners = LinkedOwners<OwnedLinks<raii::UniqueOwner>, Drops>;

}  // namespace

void cascade_drop(session::Registry& registry) {
  raii::answer_each_way<Question, Owners>(registry);
}

}  // namespace ovg::answers
