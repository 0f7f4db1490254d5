// Ownership story: as with unique, one handle per employee is all there ever is. What is measured is the
// price of being *able* to share: a control block beside the object, a handle of two words, two indirect
// calls to release. No count is changed atomically: libstdc++ reads that the last owner leaves, and frees.
// Copying a handle is what counts; `primitives_shared` times it.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/employee_bonus/owned_body.h"

namespace ovg::answers {

void employee_bonus(session::Registry& registry) {
  using namespace workloads::employee_bonus;
  using raii::SharedOwner;
  registry.answer<Local, OwnedLocal<SharedOwner>>();
  registry.answer<Escaped, OwnedEscaped<SharedOwner>>();
  registry.answer<Batch, OwnedBatch<SharedOwner>>();
  registry.answer<Fifo, OwnedFifo<SharedOwner>>();
  registry.answer<Named, OwnedNamed<SharedOwner>>();
}

}  // namespace ovg::answers
