// Ownership story: messages retire one by one, so that there is nothing to release as a whole: the headline declines.
// In the pool, a slot of the ring owns its message and the message its payload, each through a handle that gives the
// block back to the pool of its size, where the next message finds it.

#include "raii_variants/arena/pool.h"
#include "workloads/message_window/owned_message.h"
#include "workloads/message_window/ring.h"

namespace ovg::answers {

void message_window(session::Registry& registry) {
  using namespace workloads::message_window;
  raii::only_in_a_pool(registry, Question::card().name);
  registry.answer<Question, Ring<OwnedMessages<raii::PoolOwner>>>();
}

}  // namespace ovg::answers
