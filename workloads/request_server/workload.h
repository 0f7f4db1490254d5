#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "harness/session/random.h"
#include "harness/session/workload.h"

/// A server with a cache of sessions. Each request builds objects that die with it, reads them, reads some of
/// its session, and now and then replaces a part of it. The sizes of the objects follow those of the DaCapo
/// benchmarks, median 32 and mean 58 bytes. Source of the sizes: Blackburn et al., "Rethinking Java
/// Performance Analysis", ASPLOS 2025.
namespace ovg::workloads::request_server {

enum class Kind : std::uint8_t {
  kOpen,   // setup: add a session to the cache
  kServe,  // one request
};

/// What a request or a session consists of is drawn from `seed` by whoever builds it, so that the script
/// takes less than a hundredth of what it describes.
struct Op {
  std::uint64_t seed;
  std::uint32_t session;
  Kind kind;
  std::uint8_t headers;  // fields in the request's chain
  std::uint8_t params;   // nodes in the request's tree
  std::uint8_t record;   // of the session: it is read, and so is the one after it
  bool replaces;         // the record is replaced by a new one after it was read
};

/// One setup op for each session.
struct Script : session::OpScript<Op> {};

struct Question {
  using Script = request_server::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

// ---- What requests and sessions consist of ---------------------------------------------------------------

/// A session is a key and its records; a record is a chain of fields, each a node with a text.
inline constexpr std::size_t kRecords = 8;
inline constexpr std::size_t kFieldsPerRecord = 4;
inline constexpr std::uint64_t kObjectsPerSession = 1 + 2 * kRecords * kFieldsPerRecord;

/// Bounds of `Op::headers` and `Op::params`. A header is a node and a text, so that a request has from 100 to
/// 300 objects.
inline constexpr std::uint8_t kFewestHeaders = 38;
inline constexpr std::uint8_t kMostHeaders = 112;
inline constexpr std::uint8_t kFewestParams = 24;
inline constexpr std::uint8_t kMostParams = 76;

/// Sizes of texts in bytes, multiples of eight, all 32 equally likely.
using TextSizes = std::array<std::uint16_t, 32>;

inline constexpr TextSizes kHeaderTexts{16, 16, 16, 16, 16, 32, 32, 32,  32,  32,  32,  32,  32,  48,  48,  48,
                                        48, 48, 48, 64, 64, 64, 64, 128, 128, 128, 128, 256, 256, 256, 512, 512};
inline constexpr TextSizes kRecordTexts{32, 32, 32, 32, 32, 32, 32, 32, 48, 48, 48, 48, 48,  48,  48,  48,
                                        64, 64, 64, 64, 64, 64, 64, 64, 96, 96, 96, 96, 128, 128, 128, 128};

/// The key of a field decides on its text: how long it is, and which bytes.
constexpr std::size_t text_size(const TextSizes& sizes, std::uint64_t key) {
  return sizes[key >> 59];
}

inline void fill_text(std::byte* text, std::size_t size, std::uint64_t key) {
  for (std::size_t at = 0; at < size; at += sizeof key, ++key) std::memcpy(text + at, &key, sizeof key);
}

/// What is seen of a text: all of it.
inline std::uint64_t read_text(const std::byte* text, std::size_t size) {
  std::uint64_t seen = size;
  for (std::size_t at = 0; at < size; at += sizeof seen) {
    std::uint64_t word = 0;
    std::memcpy(&word, text + at, sizeof word);
    seen = 31 * seen + word;
  }
  return seen;
}

// Where contents are drawn from: a field takes one number, its key; a parameter two, its key and its value.

inline session::SplitMix64 request_contents(const Op& serve) {
  return session::SplitMix64(serve.seed);
}

/// The records of a new session, one after the other. Its own key is the seed.
inline session::SplitMix64 session_records(const Op& open) {
  return session::SplitMix64(open.seed);
}

/// The record that a request puts into its session.
inline session::SplitMix64 new_record(const Op& serve) {
  return session::SplitMix64(~serve.seed);
}

}  // namespace ovg::workloads::request_server
