// Ownership story: the function, or the vector of handles, is the only owner of each employee. Assigning a
// new handle to a place in the roster frees the employee that leaves, at once and at the expense of that op;
// dismissing a batch frees all its members in one op. Moves hand employees on, nothing is copied.

#include "harness/session/registry.h"
#include "raii_variants/unique/owner.h"
#include "workloads/employee_bonus/owned_body.h"

namespace ovg::answers {

void employee_bonus(session::Registry& registry) {
  using namespace workloads::employee_bonus;
  using raii::UniqueOwner;
  registry.answer<Local, OwnedLocal<UniqueOwner>>();
  registry.answer<Escaped, OwnedEscaped<UniqueOwner>>();
  registry.answer<Batch, OwnedBatch<UniqueOwner>>();
  registry.answer<Fifo, OwnedFifo<UniqueOwner>>();
  registry.answer<Named, OwnedNamed<UniqueOwner>>();
}

}  // namespace ovg::answers
