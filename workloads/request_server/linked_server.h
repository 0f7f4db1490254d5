#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "harness/session/digest.h"
#include "harness/session/session.h"
#include "workloads/request_server/linked_objects.h"

namespace ovg::workloads::request_server {

/// The server of variants that put each object behind a handle of its own. `Links` is that of
/// linked_objects.h, and says besides which vector may hold handles, `Links::Handles<T>`, and what a request that
/// waits keeps of a session: `Links::share(handle)`, held in a `Links::Shares<T>`. `Request` is what a request builds
/// and reads, and dies with it.
template <class Links, class Request = LinkedRequest<Links>>
class LinkedServer {
 public:
  explicit LinkedServer(const Script& script) : caches_(script.sessions.size() + 1) {
    for (std::size_t thread = 0; thread < script.sessions.size(); ++thread) {
      caches_[thread].sessions.reserve(script.sessions[thread]);
      caches_[thread].waiting.resize(kWaiting);
    }
    caches_.back().sessions.reserve(script.shared_sessions);
  }

  std::uint64_t op(unsigned thread, const Op& op) {
    Cache& cache = op.shared ? caches_.back() : caches_[thread];
    switch (op.kind) {
      case Kind::kOpen:
        cache.sessions.push_back(Links::template make<Session<Links>>(op.seed));
        return cache.sessions.size();
      case Kind::kAge:
        age(op, cache.sessions.size(), [&](std::size_t number, std::size_t record) {
          Session<Links>& session = *cache.sessions[number];
          session.records[record] = Chain<Links>(record_contents(session.key, record, op.generation), kFieldsPerRecord);
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
    each_session([&](const Session<Links>& session) {
      digest.fold(session.key);
      ++objects;
      for (const Chain<Links>& record : session.records) {
        for (const Fields* field = &record.head(); *field; field = &(*field)->next) {
          digest.fold((*field)->key);
          digest.fold((*field)->text.read());
          objects += 2;
        }
      }
    });
    return {objects, digest.value()};
  }

  /// In the order in which they were opened, cache by cache.
  template <class Visit>
  void each_session(Visit visit) const {
    for (const Cache& cache : caches_) {
      for (const auto& session : cache.sessions) visit(*session);
    }
  }

 private:
  using Fields = typename Links::template Handle<Field<Links>>;

  /// Of one thread, or of all. In cache lines of its own.
  struct alignas(64) Cache {
    typename Links::template Handles<Session<Links>> sessions;
    typename Links::template Shares<Session<Links>> waiting;  // a ring of what requests of the thread have kept
    std::size_t longest_waiting = 0;
  };

  std::uint64_t serve(Cache& own, const typename Links::template Handle<Session<Links>>& handle, const Op& op) {
    const Request request(request_contents(op), op);

    Session<Links>& session = *handle;
    std::uint64_t seen = session.key;
    request.read(seen);
    {
      std::unique_lock<std::mutex> lock;
      if (op.shared) lock = std::unique_lock(locks_[op.session % kLocks]);
      session.records[op.record].read(seen);
      session.records[(op.record + 1U) % kRecords].read(seen);
      if (op.replaces) session.records[op.record] = Chain<Links>(new_record(op, session.key), kFieldsPerRecord);
    }
    auto& ended = own.waiting[own.longest_waiting];
    if (ended) seen = 31 * seen + ended->key;
    ended = Links::share(handle);
    own.longest_waiting = (own.longest_waiting + 1) % kWaiting;
    return seen;
  }

  std::vector<Cache> caches_;  // the last is the shared one
  std::array<std::mutex, kLocks> locks_;
};

}  // namespace ovg::workloads::request_server
