// Ownership story: nobody owns a message. Overwriting its slot of the ring forgets it and its payload, and
// the collector finds both later. The ring is a root; because slots are overwritten, nothing retired stays
// reachable. Payload is declared pointer-free, so that marking a message costs the same whatever its size;
// under boehm:scanned it is not, and every word of every payload is looked at.

#include "gc_variants/boehm/flat.h"
#include "harness/session/census.h"
#include "harness/session/registry.h"
#include "workloads/message_window/ring.h"

namespace ovg::answers {

namespace {

using namespace workloads::message_window;

struct Message {
  explicit Message(const Arrival& arrival) : id(arrival.id), bytes(boehm::make_pointer_free(kPayloadBytes)) {
    fill_payload(bytes, arrival.key);
    session::count_created();
  }
  const char* payload() const { return bytes; }

  std::uint64_t id;
  char* bytes;
};

struct CollectedMessages {
  using Handles = boehm::RootVector<boehm::Pointer<Message>>;

  static Message* make(const Arrival& arrival) { return boehm::make<Message>(arrival); }
};

constexpr const char* kNotFlat = "payloads inside the ring are no objects that a collector would see: that is value";

}  // namespace

void message_window(session::Registry& registry) {
  registry.answer<Question, Ring<CollectedMessages>>();
  boehm::decline_flat(registry, Question::card().name, kNotFlat);
}

}  // namespace ovg::answers
