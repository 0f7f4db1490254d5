// Ownership story: each node owns its two children. A tree is handed on by moving its root; dropping the root
// frees all nodes in that op, depth first.

#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "raii_variants/unique/owner.h"
#include "workloads/tree_build/owned_links.h"

namespace ovg::answers {

void tree_build(session::Registry& registry) {
  using namespace workloads::tree_build;
  registry.answer<Question, session::Sharded<LinkedForest<OwnedLinks<raii::UniqueOwner>>>>();
}

}  // namespace ovg::answers
