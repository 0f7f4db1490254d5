// Ownership story: each node owns its children; a slot of the ring owns a twig, and two handles own the big
// tree and the one that grows. Overwriting a handle frees all that hung on it within that op, depth first:
// a few nodes in a turn, the whole tree in the drop. The recursion is as deep as the tree, 23 levels.

#include "harness/session/registry.h"
#include "raii_variants/unique/owner.h"
#include "workloads/cascade_drop/owned_links.h"

namespace ovg::answers {

void cascade_drop(session::Registry& registry) {
  using namespace workloads::cascade_drop;
  registry.answer<Question, LinkedOwners<OwnedLinks<raii::UniqueOwner>>>();
}

}  // namespace ovg::answers
