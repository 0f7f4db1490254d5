// Ownership story: the function, or the vector of handles, is the only owner of each employee. Assigning a
// new handle to a place in the roster frees the employee that leaves, at once and at the expense of that op;
// dismissing a batch frees all its members in one op, or with a remedy in the ops that follow or on another thread.
// Moves hand employees on, nothing is copied.

#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/employee_bonus/owned_body.h"

namespace ovg::answers {

namespace {

template <template <class> class Drops>
using Batches = workloads::employee_bonus::OwnedBatch<raii::UniqueOwner, Drops>;

}  // namespace

void employee_bonus(session::Registry& registry) {
  using namespace workloads::employee_bonus;
  using raii::UniqueOwner;
  registry.answer<Local, OwnedLocal<UniqueOwner>>();
  registry.answer<Escaped, OwnedEscaped<UniqueOwner>>();
  raii::answer_each_way<Batch, Batches>(registry);
  registry.answer<Fifo, OwnedFifo<UniqueOwner>>();
  registry.answer<Named, OwnedNamed<UniqueOwner>>();
  for (const std::string_view workload :
       {Local::card().name, Escaped::card().name, Fifo::card().name, Named::card().name}) {
    raii::decline_remedies(registry, workload);
  }
}

}  // namespace ovg::answers
