// Ownership story: each node owns its two children. A tree is handed on by moving its root; dropping the root
// frees all nodes in that op, depth first; with a remedy they are freed by the ops that follow, 128 nodes each, or by
// another thread.

#include "harness/session/sharded.h"
#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/tree_build/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::tree_build;

template <template <class> class Drops>
using Forests = session::Sharded<LinkedForest<OwnedLinks<raii::UniqueOwner, Drops>>>;

}  // namespace

void tree_build(session::Registry& registry) {
  raii::answer_each_way<Question, Forests>(registry);
}

}  // namespace ovg::answers
