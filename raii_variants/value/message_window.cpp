// Ownership story: a message is its own storage, payload included: all payloads have one size, so that they
// stand inline in one std::vector, which dies as a whole. Nobody frees a message; the newcomer is constructed
// in the place of the one that retires. A std::vector of bytes for each payload would ask again what
// alloc_churn asks already.

#include <array>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/registry.h"
#include "workloads/message_window/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::message_window;

struct Message {
  explicit Message(const Arrival& arrival) : id(arrival.id) {
    fill_payload(payload.data(), arrival.key);
    session::count_created();
  }

  std::uint64_t id;
  std::array<std::byte, kPayloadBytes> payload;
};
static_assert(std::is_trivially_destructible_v<Message>);

class InlineRing {
 public:
  explicit InlineRing(const Script& script) : capacity_(script.window) { slots_.reserve(capacity_); }

  std::uint64_t op(const Op& op) {
    std::uint64_t seen = 0;
    for (const Arrival& arrival : op.arrivals) seen = seen * 31 + push(arrival);
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    for (const Message& message : slots_) fold_message(digest, message.id, message.payload.data());
    return {slots_.size(), digest.value()};
  }

 private:
  /// Returns what is seen of the message that retires, or of the newcomer while the window fills.
  std::uint64_t push(const Arrival& arrival) {
    if (slots_.size() < capacity_) {
      slots_.emplace_back(arrival);
      return arrival.id;
    }
    Message& slot = slots_[oldest_];
    const std::uint64_t seen = observe_message(slot.id, slot.payload.data());
    std::construct_at(&slot, arrival);  // an assignment would build it elsewhere and copy 1 000 bytes
    if (++oldest_ == capacity_) oldest_ = 0;
    return seen;
  }

  std::size_t capacity_;
  std::vector<Message> slots_;
  std::size_t oldest_ = 0;
};

}  // namespace

void message_window(session::Registry& registry) {
  registry.answer<Question, InlineRing>();
}

}  // namespace ovg::answers
