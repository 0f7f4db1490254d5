#pragma once

#include "harness/session/digest.h"
#include "harness/session/session.h"
#include "workloads/request_server/linked_objects.h"

namespace ovg::workloads::request_server {

/// The server of variants that put each object behind a handle of its own. `Links` is that of
/// linked_objects.h, and says besides which vector may hold handles: `Links::Handles<T>`.
template <class Links>
class LinkedServer {
 public:
  explicit LinkedServer(const Script& script) { sessions_.reserve(script.setup.size()); }

  std::uint64_t op(const Op& op) { return op.kind == Kind::kOpen ? open(op) : serve(op); }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t objects = 0;
    for (const auto& session : sessions_) {
      digest.fold(session->key);
      ++objects;
      for (const Chain<Links>& record : session->records) {
        for (const Fields* field = &record.head(); *field; field = &(*field)->next) {
          digest.fold((*field)->key);
          digest.fold((*field)->text.read());
          objects += 2;
        }
      }
    }
    return {objects, digest.value()};
  }

 private:
  using Fields = typename Links::template Handle<Field<Links>>;
  using Params = typename Links::template Handle<Param<Links>>;

  std::uint64_t open(const Op& op) {
    session::SplitMix64 random = session_records(op);
    Session<Links>& session = *sessions_.emplace_back(Links::template make<Session<Links>>(op.seed));
    for (Chain<Links>& record : session.records) {
      record = Chain<Links>(random, kFieldsPerRecord, kRecordTexts);
    }
    return sessions_.size();
  }

  std::uint64_t serve(const Op& op) {
    session::SplitMix64 random = request_contents(op);
    const Chain<Links> headers(random, op.headers, kHeaderTexts);
    const Params params = parse_params(random, op.params);

    Session<Links>& session = *sessions_[op.session];
    std::uint64_t seen = session.key;
    read(headers, seen);
    read(params, seen);
    read(session.records[op.record], seen);
    read(session.records[(op.record + 1U) % kRecords], seen);
    if (op.replaces) {
      session::SplitMix64 contents = new_record(op);
      session.records[op.record] = Chain<Links>(contents, kFieldsPerRecord, kRecordTexts);
    }
    return seen;
  }

  static Params parse_params(session::SplitMix64& random, std::size_t count) {
    Params root{};
    for (; count > 0; --count) {
      const std::uint64_t key = random.next();
      Params* place = &root;
      while (*place) place = key < (*place)->key ? &(*place)->left : &(*place)->right;
      *place = Links::template make<Param<Links>>(key, random.next());
    }
    return root;
  }

  static void read(const Chain<Links>& chain, std::uint64_t& seen) {
    for (const Fields* field = &chain.head(); *field; field = &(*field)->next) {
      seen = 31 * seen + ((*field)->key ^ (*field)->text.read());
    }
  }

  /// In the order of the keys.
  static void read(const Params& params, std::uint64_t& seen) {
    if (!params) return;
    read(params->left, seen);
    seen = 31 * seen + (params->key ^ params->value);
    read(params->right, seen);
  }

  typename Links::template Handles<Session<Links>> sessions_;
};

}  // namespace ovg::workloads::request_server
