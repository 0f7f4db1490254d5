// Ownership story: blocks die one by one, in turn or at random, so that there is nothing to release as a whole: the
// headline declines. In the pool, the slot owns its block through a handle that gives it back to the pool of its size;
// it is reused from there, and malloc sees only chunks. The pool has no lock, and one thread.

#include "raii_variants/arena/pool.h"
#include "workloads/alloc_churn/owned_block.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

void alloc_churn(session::Registry& registry) {
  using namespace workloads::alloc_churn;
  for (const std::string_view workload : {InTurn::card().name, AtRandom::card().name}) {
    raii::only_in_a_pool(registry, workload);
    registry.not_applicable(workload, "the pool is not synchronized: it has one thread",
                            {.config = "pool", .from_threads = 2});
  }
  registry.answer<InTurn, Window<OwnedBlock<raii::PoolOwner>>>();
  registry.answer<AtRandom, Window<OwnedBlock<raii::PoolOwner>>>();
}

}  // namespace ovg::answers
