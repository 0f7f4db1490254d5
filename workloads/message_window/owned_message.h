#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/session/census.h"
#include "workloads/message_window/workload.h"

namespace ovg::workloads::message_window {

/// A message that owns its payload, in a block of its own as what a network delivers is, behind a handle
/// whose destructor frees it: `Owner::Handle<std::byte[]>`.
template <class Owner>
struct OwnedMessage {
  explicit OwnedMessage(const Arrival& arrival)
      : id(arrival.id), bytes(Owner::template make_array<std::byte>(kPayloadBytes)) {
    fill_payload(bytes.get(), arrival.key);
    session::count_created();
  }
  const std::byte* payload() const { return bytes.get(); }

  std::uint64_t id;
  typename Owner::template Handle<std::byte[]> bytes;
};

/// For `Ring`: each message in a block of its own, behind a handle whose destructor frees it.
template <class Owner>
struct OwnedMessages {
  using Message = OwnedMessage<Owner>;
  using Handles = std::vector<typename Owner::template Handle<Message>>;

  static auto make(const Arrival& arrival) { return Owner::template make<Message>(arrival); }
};

}  // namespace ovg::workloads::message_window
