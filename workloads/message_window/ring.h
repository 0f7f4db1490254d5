#pragma once

#include <cstddef>

#include "harness/session/digest.h"
#include "harness/session/session.h"
#include "workloads/message_window/workload.h"

namespace ovg::workloads::message_window {

/// The window as a ring of handles to messages with `id` and `payload()`. `Heap` says how a message comes to
/// be: `Heap::make(arrival)`, and what holds the handles: `Heap::Handles`. A slot is overwritten by the
/// newcomer, so that no handle to a retired message stays behind.
template <class Heap>
class Ring {
 public:
  explicit Ring(const Script& script) : capacity_(script.window) { slots_.reserve(capacity_); }

  std::uint64_t op(const Op& op) {
    std::uint64_t seen = 0;
    for (const Arrival& arrival : op.arrivals) seen = seen * 31 + push(arrival);
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    for (const auto& message : slots_) fold_message(digest, message->id, message->payload());
    return {slots_.size(), digest.value()};
  }

 private:
  /// Returns what is seen of the message that retires, or of the newcomer while the window fills.
  std::uint64_t push(const Arrival& arrival) {
    if (slots_.size() < capacity_) {
      slots_.push_back(Heap::make(arrival));
      return arrival.id;
    }
    auto& slot = slots_[oldest_];
    const std::uint64_t seen = observe_message(slot->id, slot->payload());
    slot = Heap::make(arrival);
    if (++oldest_ == capacity_) oldest_ = 0;
    return seen;
  }

  std::size_t capacity_;
  typename Heap::Handles slots_;
  std::size_t oldest_ = 0;
};

}  // namespace ovg::workloads::message_window
