#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "harness/session/digest.h"
#include "harness/session/session.h"

namespace ovg::session {

/// A body for each thread: threads that share nothing but the memory manager.
template <class Body>
class Sharded {
 public:
  template <class Script>
  explicit Sharded(const Script& script) {
    while (shards_.size() < script.rounds.size()) shards_.push_back(std::make_unique<Shard>(script));
  }

  template <class Op>
  std::uint64_t op(unsigned thread, const Op& op) {
    return shards_[thread]->body.op(op);
  }

  Live read_live() const {
    if (shards_.size() == 1) return shards_[0]->body.read_live();
    Digest digest;
    Live all;
    for (const auto& shard : shards_) {
      const Live live = shard->body.read_live();
      all.objects += live.objects;
      digest.fold(live.observed);
    }
    all.observed = digest.value();
    return all;
  }

 private:
  /// In cache lines of its own, or threads would slow each other down by where malloc put their bodies.
  struct alignas(64) Shard {
    template <class Script>
    explicit Shard(const Script& script) : body(script) {}
    Body body;
  };
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace ovg::session
