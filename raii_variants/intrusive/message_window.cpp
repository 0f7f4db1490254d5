// Ownership story: a slot of the ring holds the only owner of its message, and the message the only owner of its
// payload, a buffer that begins with its count. Overwriting the slot takes both counts to zero and frees both blocks,
// in that op.

#include "raii_variants/intrusive/owner.h"
#include "workloads/message_window/owned_message.h"
#include "workloads/message_window/ring.h"

namespace ovg::answers {

namespace {

using namespace workloads::message_window;

template <class Owner>
using Messages = Ring<OwnedMessages<Owner>>;

}  // namespace

void message_window(session::Registry& registry) {
  raii::answer_counted<Question, Messages>(registry);
}

}  // namespace ovg::answers
