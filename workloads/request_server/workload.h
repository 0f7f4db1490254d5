#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/session/permutation.h"
#include "harness/session/random.h"
#include "harness/session/workload.h"

/// A server with a cache of sessions. Each request builds objects that die with it, reads them, reads some of
/// its session, and now and then replaces a part of it; then it lets go of its session only when the request 16
/// later ends, as one does that waits for something. Each thread has a cache of its own, and all share one more.
namespace ovg::workloads::request_server {

enum class Kind : std::uint8_t {
  kOpen,   // setup: add a session to the cache
  kAge,    // setup: replace some records by others, in random order
  kServe,  // one request
};

/// What a request or a session consists of is drawn from `seed` by whoever builds it, so that the script
/// takes little beside what it describes.
struct Op {
  std::uint64_t seed = 0;     // of the session, of the order of ageing, or of the request
  std::uint32_t session = 0;  // or, for kAge, the first position in that order
  Kind kind = Kind::kServe;
  bool shared = false;          // in the cache of all threads, not in the thread's own
  std::uint8_t headers = 0;     // fields in the request's chain
  std::uint8_t params = 0;      // nodes in the request's tree
  std::uint8_t record = 0;      // of the session: it is read, and so is the one after it
  std::uint8_t generation = 0;  // of records that are put into the place of others
  bool replaces = false;        // the record is replaced by a new one after it was read
};

struct Script : session::OpScript<Op> {
  std::vector<std::size_t> sessions;  // in the cache of each thread
  std::size_t shared_sessions = 0;
};

/// Every record has been replaced in random order, twice, before the first request: what a server looks like that
/// has run for days.
struct Aged {
  using Script = request_server::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// The records lie as they were first allocated.
struct Fresh {
  using Script = request_server::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

// ---- What requests and sessions consist of ---------------------------------------------------------------

/// A session is a key and its records; a record is a chain of fields, each a node with a text.
inline constexpr std::size_t kRecords = 8;
inline constexpr std::size_t kFieldsPerRecord = 4;
inline constexpr std::uint64_t kObjectsPerRecord = 2 * kFieldsPerRecord;
inline constexpr std::uint64_t kObjectsPerSession = 1 + kRecords * kObjectsPerRecord;

/// Bounds of `Op::headers` and `Op::params`. A header is a node and a text, so that a request has from 100 to
/// 300 objects.
inline constexpr std::uint8_t kFewestHeaders = 38;
inline constexpr std::uint8_t kMostHeaders = 112;
inline constexpr std::uint8_t kFewestParams = 24;
inline constexpr std::uint8_t kMostParams = 76;

/// Requests that a thread has let wait, each with a handle of its session.
inline constexpr std::size_t kWaiting = 16;

/// Locks of the shared cache; a session has that of its number modulo this.
inline constexpr std::size_t kLocks = 64;

// Where contents are drawn from: a field takes one number, its key; a parameter two, its key and its value.

inline session::SplitMix64 request_contents(const Op& serve) {
  return session::SplitMix64(serve.seed);
}

/// Of the session whose key is `session_key`; its key is the seed that opened it.
inline session::SplitMix64 record_contents(std::uint64_t session_key, std::uint64_t record, std::uint64_t generation) {
  constexpr std::uint64_t kApart = 0xd1342543de82ef95;  // odd: no two records begin at the same number
  return session::SplitMix64(session_key ^ ((kRecords * generation + record + 1) * kApart));
}

/// The record that a request puts into its session. In a shared session it is equal to the one before, as in a cache
/// that loads again what has expired: what threads see does not depend on which of them was first.
inline session::SplitMix64 new_record(const Op& serve, std::uint64_t session_key) {
  return serve.shared ? record_contents(session_key, serve.record, serve.generation) : session::SplitMix64(~serve.seed);
}

inline constexpr std::size_t kAgedPerOp = 8;

/// Calls `replace(session, record)` for each record that an op ages in a cache of so many sessions.
template <class Replace>
void age(const Op& op, std::size_t sessions, Replace replace) {
  const session::Permutation order(sessions * kRecords, op.seed);
  for (std::size_t position = op.session; position < op.session + kAgedPerOp; ++position) {
    const std::uint64_t place = order(position);
    replace(place / kRecords, place % kRecords);
  }
}

}  // namespace ovg::workloads::request_server
