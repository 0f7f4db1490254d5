// Ownership story: a slot of the ring owns its message through std::unique_ptr, and the message owns its
// payload through std::unique_ptr<std::byte[]>. Overwriting the slot frees both, in that op.

#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/message_window/owned_message.h"
#include "workloads/message_window/ring.h"

namespace ovg::answers {

void message_window(session::Registry& registry) {
  using namespace workloads::message_window;
  registry.answer<Question, Ring<OwnedMessages<raii::UniqueOwner>>>();
  raii::decline_remedies(registry, Question::card().name);
}

}  // namespace ovg::answers
