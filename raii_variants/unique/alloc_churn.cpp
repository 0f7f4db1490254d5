// Ownership story: the slot owns its block through std::unique_ptr<std::byte[]>. Assigning the new block
// frees the old one, in that op. The bytes are set once: make_unique_for_overwrite does not clear them first.

#include "harness/session/sharded.h"
#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/alloc_churn/owned_block.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

void alloc_churn(session::Registry& registry) {
  using namespace workloads::alloc_churn;
  using Windows = session::Sharded<Window<OwnedBlock<raii::UniqueOwner>>>;
  registry.answer<InTurn, Windows>();
  registry.answer<AtRandom, Windows>();
  for (const std::string_view workload : {InTurn::card().name, AtRandom::card().name}) {
    raii::decline_remedies(registry, workload);
  }
}

}  // namespace ovg::answers
