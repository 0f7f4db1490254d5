// Ownership story: the slot holds the only owner of its block; std::make_shared_for_overwrite puts the counts
// and the bytes into one allocation. Assigning the new block frees the old one, in that op.

#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "raii_variants/shared/owner.h"
#include "workloads/alloc_churn/owned_block.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

void alloc_churn(session::Registry& registry) {
  using namespace workloads::alloc_churn;
  using Windows = session::Sharded<Window<OwnedBlock<raii::SharedOwner>>>;
  registry.answer<InTurn, Windows>();
  registry.answer<AtRandom, Windows>();
}

}  // namespace ovg::answers
