// Ownership story: what a request builds dies with it, so it lies in an arena of the request's, over a buffer on its
// stack: headers with their texts, and parameters, all linked by plain pointers. Nothing of it is visited at the end;
// where the buffer was too small, the block beyond it is freed. What outlives the request is as unique holds it: the
// cache owns its sessions, a session the first field of each record, a field the next one and its text. Records are not
// in arenas of their own: those would spare three of four nodes' blocks, but take a block of the arena's guess for
// each record, and most of the cache would be slack.

#include <array>
#include <cstddef>
#include <memory_resource>
#include <string>

#include "raii_variants/arena/pool.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::request_server;

/// What lies in an arena is linked by plain pointers, and never destroyed.
struct Header {
  Header(std::uint64_t field_key, std::pmr::memory_resource* arena) : text(field_key, arena), key(field_key) {
    session::count_created();
  }
  Header* next = nullptr;
  Text<std::pmr::string> text;
  std::uint64_t key;
};

struct Parameter {
  Parameter(std::uint64_t param_key, std::uint64_t number) : key(param_key), value(number) { session::count_created(); }
  Parameter* left = nullptr;
  Parameter* right = nullptr;
  std::uint64_t key;
  std::uint64_t value;
};

class ArenaRequest {
 public:
  ArenaRequest(session::SplitMix64 random, const Op& op) {
    std::pmr::polymorphic_allocator<> in(&arena_);
    Header** end = &headers_;
    for (std::size_t headers = op.headers; headers > 0; --headers) {
      *end = in.new_object<Header>(random.next(), &arena_);
      end = &(*end)->next;
    }
    for (std::size_t params = op.params; params > 0; --params) {
      const std::uint64_t key = random.next();
      Parameter** place = &params_;
      while (*place != nullptr) place = key < (*place)->key ? &(*place)->left : &(*place)->right;
      *place = in.new_object<Parameter>(key, random.next());
    }
  }

  void read(std::uint64_t& seen) const {
    for (const Header* header = headers_; header != nullptr; header = header->next) {
      seen = 31 * seen + (header->key ^ header->text.read());
    }
    read(params_, seen);
  }

 private:
  /// In the order of the keys.
  static void read(const Parameter* params, std::uint64_t& seen) {
    if (params == nullptr) return;
    read(params->left, seen);
    seen = 31 * seen + (params->key ^ params->value);
    read(params->right, seen);
  }

  static constexpr std::size_t kBufferBytes = 32 * 1024;  // enough for nearly all requests

  alignas(std::max_align_t) std::array<std::byte, kBufferBytes> buffer_;  // left uninitialised
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
  Header* headers_ = nullptr;
  Parameter* params_ = nullptr;
};

using Server = LinkedServer<OwnedLinks<SoleOwner>, ArenaRequest>;

}  // namespace

void request_server(session::Registry& registry) {
  registry.answer<Aged, Server>();
  registry.answer<Fresh, Server>();
  raii::not_in_a_pool(registry, Aged::card().name);
  raii::not_in_a_pool(registry, Fresh::card().name);
}

}  // namespace ovg::answers
