#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "harness/session/census.h"
#include "harness/session/random.h"
#include "workloads/request_server/text.h"
#include "workloads/request_server/workload.h"

/// The objects of variants that put each behind a handle of its own. `Links` says what such a variant does:
/// `Links::Handle<T>`, null when default-made and tested as bool; `Links::make<T>(arguments...)`;
/// `Links::String`; `Links::drop_chain(handle)`, which parts with a chain of fields.
namespace ovg::workloads::request_server {

template <class Links>
struct Field {
  explicit Field(std::uint64_t field_key) : text(field_key), key(field_key) { session::count_created(); }

  typename Links::template Handle<Field> next{};
  Text<typename Links::String> text;
  std::uint64_t key;
};

/// Fields in the order in which they were drawn.
template <class Links>
class Chain {
  using Handle = typename Links::template Handle<Field<Links>>;

 public:
  Chain() = default;
  Chain(session::SplitMix64 random, std::size_t fields) : Chain(fields, random) {}
  /// Leaves `random` where the last field took its key.
  Chain(std::size_t fields, session::SplitMix64& random) {
    Handle* end = &head_;
    for (; fields > 0; --fields) {
      *end = Links::template make<Field<Links>>(random.next());
      end = &(*end)->next;
    }
  }
  Chain(Chain&&) noexcept = default;
  Chain& operator=(Chain&& other) noexcept {
    Links::drop_chain(head_);
    head_ = std::exchange(other.head_, Handle{});
    return *this;
  }
  ~Chain() { Links::drop_chain(head_); }

  const Handle& head() const { return head_; }

  void read(std::uint64_t& seen) const {
    for (const Handle* field = &head_; *field; field = &(*field)->next) {
      seen = 31 * seen + ((*field)->key ^ (*field)->text.read());
    }
  }

 private:
  Handle head_{};
};

/// A node of a search tree that is as deep as chance has it: about 10 levels, at most 76.
template <class Links>
struct Param {
  Param(std::uint64_t param_key, std::uint64_t number) : key(param_key), value(number) { session::count_created(); }

  typename Links::template Handle<Param> left{};
  typename Links::template Handle<Param> right{};
  std::uint64_t key;
  std::uint64_t value;
};

/// What a request builds and reads.
template <class Links>
class LinkedRequest {
  using Params = typename Links::template Handle<Param<Links>>;

 public:
  LinkedRequest(session::SplitMix64 random, const Op& op) : headers_(op.headers, random) {
    for (std::size_t params = op.params; params > 0; --params) {
      const std::uint64_t key = random.next();
      Params* place = &params_;
      while (*place) place = key < (*place)->key ? &(*place)->left : &(*place)->right;
      *place = Links::template make<Param<Links>>(key, random.next());
    }
  }

  void read(std::uint64_t& seen) const {
    headers_.read(seen);
    read(params_, seen);
  }

 private:
  /// In the order of the keys.
  static void read(const Params& params, std::uint64_t& seen) {
    if (!params) return;
    read(params->left, seen);
    seen = 31 * seen + (params->key ^ params->value);
    read(params->right, seen);
  }

  Chain<Links> headers_;
  Params params_{};
};

template <class Links>
struct Session {
  explicit Session(std::uint64_t session_key) : key(session_key) {
    session::count_created();
    for (std::size_t record = 0; record < kRecords; ++record) {
      records[record] = Chain<Links>(record_contents(key, record, 0), kFieldsPerRecord);
    }
  }

  std::uint64_t key;
  std::array<Chain<Links>, kRecords> records;
};

}  // namespace ovg::workloads::request_server
