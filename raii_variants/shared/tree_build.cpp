// Ownership story: as with unique, each node has one owner ever; the handles are moved, never copied, so
// nothing is counted up or down. What is measured is a control block per node, links of two words, and the
// indirect calls by which dropping the root frees all nodes in that op.

#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "raii_variants/shared/owner.h"
#include "workloads/tree_build/owned_links.h"

namespace ovg::answers {

void tree_build(session::Registry& registry) {
  using namespace workloads::tree_build;
  registry.answer<Question, session::Sharded<LinkedForest<OwnedLinks<raii::SharedOwner>>>>();
}

}  // namespace ovg::answers
