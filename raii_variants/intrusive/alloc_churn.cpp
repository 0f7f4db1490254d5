// Ownership story: the slot holds the only handle of its block, a buffer that begins with its count; the bytes follow
// in the same allocation. Assigning the new block takes the old one's count to zero and frees it, in that op. Each
// thread has a window of its own, so that a count without atomic operations is right with any number of them.

#include "harness/session/sharded.h"
#include "raii_variants/intrusive/owner.h"
#include "workloads/alloc_churn/owned_block.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

namespace {

using namespace workloads::alloc_churn;

template <class Owner>
using Windows = session::Sharded<Window<OwnedBlock<Owner>>>;

}  // namespace

void alloc_churn(session::Registry& registry) {
  raii::answer_counted<InTurn, Windows>(registry);
  raii::answer_counted<AtRandom, Windows>(registry);
}

}  // namespace ovg::answers
