#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/digest.h"
#include "harness/session/session.h"
#include "workloads/request_server/text.h"
#include "workloads/request_server/workload.h"

/// Objects without handles: what one holds lies inside it, and lists are vectors. `Layout` says what strings and
/// vectors a variant has: `Layout::String`; `Layout::Vector<T>`; `Layout::Leaves<T>` for a T that refers to nothing;
/// and `Layout::Sessions<T>`, which keeps what nobody else does.
namespace ovg::workloads::request_server::in_line {

template <class Layout>
struct Field {
  explicit Field(std::uint64_t field_key) : text(field_key), key(field_key) { session::count_created(); }
  Text<typename Layout::String> text;
  std::uint64_t key;
};

/// An array of what `draw(index)` returns, called in the order of the indices.
template <class T, std::size_t size, class Draw>
std::array<T, size> draw_array(Draw draw) {
  return [&]<std::size_t... index>(std::index_sequence<index...>) {
    return std::array<T, size>{draw(index)...};
  }
  (std::make_index_sequence<size>{});
}

template <class Layout>
using Record = std::array<Field<Layout>, kFieldsPerRecord>;

template <class Layout>
Record<Layout> draw_record(session::SplitMix64 random) {
  return draw_array<Field<Layout>, kFieldsPerRecord>([&](std::size_t) { return Field<Layout>(random.next()); });
}

template <class Layout>
struct Session {
  explicit Session(std::uint64_t session_key)
      : key(session_key), records(draw_array<Record<Layout>, kRecords>([&](std::size_t record) {
          return draw_record<Layout>(record_contents(session_key, record, 0));
        })) {
    session::count_created();
  }
  std::uint64_t key;
  std::array<Record<Layout>, kRecords> records;
};

using Index = std::int32_t;
inline constexpr Index kNone = -1;

struct Param {
  Param(std::uint64_t param_key, std::uint64_t number) : key(param_key), value(number) { session::count_created(); }
  Index left = kNone;
  Index right = kNone;
  std::uint64_t key;
  std::uint64_t value;
};

/// A search tree in one vector; its root is the first node.
template <class Layout>
class Params {
 public:
  Params(session::SplitMix64& random, std::size_t count) {
    nodes_.reserve(count);
    for (; count > 0; --count) {
      const std::uint64_t key = random.next();
      Index root = nodes_.empty() ? kNone : 0;
      Index* place = &root;
      while (*place != kNone) {
        Param& node = nodes_[static_cast<std::size_t>(*place)];
        place = key < node.key ? &node.left : &node.right;
      }
      *place = static_cast<Index>(nodes_.size());
      nodes_.emplace_back(key, random.next());
    }
  }

  /// In the order of the keys.
  void read(std::uint64_t& seen) const {
    if (!nodes_.empty()) read(0, seen);
  }

 private:
  void read(Index index, std::uint64_t& seen) const {
    if (index == kNone) return;
    const Param& node = nodes_[static_cast<std::size_t>(index)];
    read(node.left, seen);
    seen = 31 * seen + (node.key ^ node.value);
    read(node.right, seen);
  }

  typename Layout::template Leaves<Param> nodes_;
};

template <class Layout>
void read_fields(std::span<const Field<Layout>> fields, std::uint64_t& seen) {
  for (const Field<Layout>& field : fields) seen = 31 * seen + (field.key ^ field.text.read());
}

template <class Layout>
class Server {
 public:
  explicit Server(const Script& script) : caches_(script.sessions.size() + 1) {
    for (std::size_t thread = 0; thread < script.sessions.size(); ++thread) {
      caches_[thread].sessions.reserve(script.sessions[thread]);
    }
    caches_.back().sessions.reserve(script.shared_sessions);
  }

  std::uint64_t op(unsigned thread, const Op& op) {
    Cache& cache = op.shared ? caches_.back() : caches_[thread];
    switch (op.kind) {
      case Kind::kOpen:
        cache.sessions.emplace_back(op.seed);
        return cache.sessions.size();
      case Kind::kAge:
        age(op, cache.sessions.size(), [&](std::size_t number, std::size_t record) {
          Session<Layout>& session = cache.sessions[number];
          session.records[record] = draw_record<Layout>(record_contents(session.key, record, op.generation));
        });
        return op.session;
      case Kind::kServe:
        return serve(caches_[thread], cache.sessions[op.session], op);
    }
    return 0;
  }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t objects = 0;
    for (const Cache& cache : caches_) {
      for (const Session<Layout>& session : cache.sessions) {
        digest.fold(session.key);
        ++objects;
        for (const Record<Layout>& record : session.records) {
          for (const Field<Layout>& field : record) {
            digest.fold(field.key);
            digest.fold(field.text.read());
            objects += 2;
          }
        }
      }
    }
    return {objects, digest.value()};
  }

 private:
  /// Of one thread, or of all. In cache lines of its own.
  struct alignas(64) Cache {
    typename Layout::template Sessions<Session<Layout>> sessions;
    std::array<const Session<Layout>*, kWaiting> waiting{};  // a ring
    std::size_t longest_waiting = 0;
  };

  std::uint64_t serve(Cache& own, Session<Layout>& session, const Op& op) {
    session::SplitMix64 random = request_contents(op);
    typename Layout::template Vector<Field<Layout>> headers;
    headers.reserve(op.headers);
    while (headers.size() < op.headers) headers.emplace_back(random.next());
    const Params<Layout> params(random, op.params);

    std::uint64_t seen = session.key;
    read_fields<Layout>(headers, seen);
    params.read(seen);
    {
      std::unique_lock<std::mutex> lock;
      if (op.shared) lock = std::unique_lock(locks_[op.session % kLocks]);
      read_fields<Layout>(session.records[op.record], seen);
      read_fields<Layout>(session.records[(op.record + 1U) % kRecords], seen);
      if (op.replaces) session.records[op.record] = draw_record<Layout>(new_record(op, session.key));
    }
    const Session<Layout>*& ended = own.waiting[own.longest_waiting];
    if (ended != nullptr) seen = 31 * seen + ended->key;
    ended = &session;
    own.longest_waiting = (own.longest_waiting + 1) % kWaiting;
    return seen;
  }

  std::vector<Cache> caches_;  // the last is the shared one
  std::array<std::mutex, kLocks> locks_;
};

}  // namespace ovg::workloads::request_server::in_line
