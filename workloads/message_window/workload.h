#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "harness/session/digest.h"
#include "harness/session/workload.h"

/// A queue of messages at constant length: what arrives lives until as many have come after it. Most bytes
/// are payload without pointers. Source of the shape, 200 000 messages of 1 KiB: here of 1 000 bytes, since a power of
/// two and what a manager puts beside it would fill the next size class by half: J. Fisher, "Low latency, large working
/// set, and GHC's garbage collector: pick two of three", 2016.
namespace ovg::workloads::message_window {

inline constexpr std::size_t kPayloadBytes = 1000;

inline constexpr std::uint32_t kMessagesPerOp = 4;

struct Arrival {
  std::uint64_t id;
  std::uint64_t key;  // what the payload is made from
};

/// Pushes each arrival and, when the window is full, retires the oldest message for it.
struct Op {
  std::array<Arrival, kMessagesPerOp> arrivals;
};

struct Script : session::OpScript<Op> {
  std::size_t window = 0;  // messages alive at once
};

struct Question {
  using Script = message_window::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// Sets every byte. Keys are random in all 64 bits: no word of a payload looks like an address, so that a
/// collector that scans payloads pays for scanning, and keeps nothing by mistake.
inline void fill_payload(void* payload, std::uint64_t key) {
  auto* const bytes = static_cast<std::byte*>(payload);
  for (std::size_t at = 0; at < kPayloadBytes; at += sizeof key) {
    const std::uint64_t word = key + at;
    std::memcpy(bytes + at, &word, sizeof word);
  }
}

inline std::uint64_t payload_word(const void* payload, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, static_cast<const std::byte*>(payload) + at, sizeof word);
  return word;
}

/// What is seen of a message that retires: its id, both ends of its payload, and a place inside that depends
/// on the id.
inline std::uint64_t observe_message(std::uint64_t id, const void* payload) {
  const std::size_t inside = id * sizeof(std::uint64_t) % kPayloadBytes;
  return id ^ payload_word(payload, 0) ^ (payload_word(payload, inside) << 1) ^
         (payload_word(payload, kPayloadBytes - sizeof(std::uint64_t)) << 2);
}

/// Folds a message that is alive at the end, every byte of it.
inline void fold_message(session::Digest& digest, std::uint64_t id, const void* payload) {
  digest.fold(id);
  for (std::size_t at = 0; at < kPayloadBytes; at += sizeof id) digest.fold(payload_word(payload, at));
}

}  // namespace ovg::workloads::message_window
