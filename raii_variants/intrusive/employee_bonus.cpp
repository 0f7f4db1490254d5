// Ownership story: as with unique, one handle per employee is all there ever is. What is measured is the price of
// being *able* to share where the object brings its own count: eight bytes, an increment when the first handle is
// made, a decrement and a test when the last one goes.

#include "raii_variants/intrusive/owner.h"
#include "workloads/employee_bonus/owned_body.h"

namespace ovg::answers {

void employee_bonus(session::Registry& registry) {
  using namespace workloads::employee_bonus;
  raii::answer_counted<Local, OwnedLocal>(registry);
  raii::answer_counted<Escaped, OwnedEscaped>(registry);
  raii::answer_counted<Batch, OwnedBatch>(registry);
  raii::answer_counted<Fifo, OwnedFifo>(registry);
  raii::answer_counted<Named, OwnedNamed>(registry);
}

}  // namespace ovg::answers
