// Ownership story: a slot of the ring holds the only owner of its message, and the message the only owner of
// its payload; each block begins with its counts. Overwriting the slot brings both counts to zero and frees
// both blocks, in that op.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/message_window/owned_message.h"
#include "workloads/message_window/ring.h"

namespace ovg::answers {

void message_window(session::Registry& registry) {
  using namespace workloads::message_window;
  registry.answer<Question, Ring<OwnedMessages<raii::SharedOwner>>>();
}

}  // namespace ovg::answers
