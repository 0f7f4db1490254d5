// Ownership story: as with unique, but each link is a count, although no node ever has two owners. Handles
// are moved, never copied, so building counts nothing; dropping the root takes every count to zero and frees
// all nodes in that op.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/tree_build/owned_links.h"

namespace ovg::answers {

void tree_build(session::Registry& registry) {
  using namespace workloads::tree_build;
  registry.answer<Question, LinkedForest<OwnedLinks<raii::SharedOwner>>>();
}

}  // namespace ovg::answers
