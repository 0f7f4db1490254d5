// Ownership story: the cache is one vector of sessions, which hold their records and fields inline; a request
// holds its headers in a vector and its parameters in another, linked by index. Only texts, whose length is
// found out while they are read, have blocks of their own: vectors of bytes inside their fields. Everything
// that a request built is freed at its end, a block for each text and one for each vector; the fields of a
// replaced record are assigned over, and their old texts freed at once. Price: a vector sets the bytes of a
// text to zero before they are filled.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/digest.h"
#include "harness/session/registry.h"
#include "workloads/request_server/workload.h"

namespace ovg::answers {

namespace {

using namespace workloads::request_server;

class Text {
 public:
  Text(std::uint64_t key, std::size_t size) : bytes_(size) {
    fill_text(bytes_.data(), size, key);
    session::count_created();
  }
  std::uint64_t read() const { return read_text(bytes_.data(), bytes_.size()); }

 private:
  std::vector<std::byte> bytes_;
};

struct Field {
  Field(std::uint64_t field_key, const TextSizes& sizes)
      : text(field_key, text_size(sizes, field_key)), key(field_key) {
    session::count_created();
  }
  Text text;
  std::uint64_t key;
};

/// An array of what `draw` returns, in the order in which it is called.
template <class T, std::size_t size, class Draw>
std::array<T, size> draw_array(Draw draw) {
  return [&]<std::size_t... index>(std::index_sequence<index...>) {
    return std::array<T, size>{((void)index, draw())...};
  }
  (std::make_index_sequence<size>{});
}

using Record = std::array<Field, kFieldsPerRecord>;

Record draw_record(session::SplitMix64& random) {
  return draw_array<Field, kFieldsPerRecord>([&] { return Field(random.next(), kRecordTexts); });
}

struct Session {
  Session(std::uint64_t session_key, session::SplitMix64&& random)
      : key(session_key), records(draw_array<Record, kRecords>([&] { return draw_record(random); })) {
    session::count_created();
  }
  std::uint64_t key;
  std::array<Record, kRecords> records;
};

using Index = std::int32_t;
constexpr Index kNone = -1;

struct Param {
  Param(std::uint64_t param_key, std::uint64_t number) : key(param_key), value(number) { session::count_created(); }
  Index left = kNone;
  Index right = kNone;
  std::uint64_t key;
  std::uint64_t value;
};

/// A search tree in one vector; its root is the first node.
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

  std::vector<Param> nodes_;
};

void read(std::span<const Field> fields, std::uint64_t& seen) {
  for (const Field& field : fields) seen = 31 * seen + (field.key ^ field.text.read());
}

class Server {
 public:
  explicit Server(const Script& script) { sessions_.reserve(script.setup.size()); }

  std::uint64_t op(const Op& op) { return op.kind == Kind::kOpen ? open(op) : serve(op); }

  session::Live read_live() const {
    session::Digest digest;
    std::uint64_t objects = 0;
    for (const Session& session : sessions_) {
      digest.fold(session.key);
      ++objects;
      for (const Record& record : session.records) {
        for (const Field& field : record) {
          digest.fold(field.key);
          digest.fold(field.text.read());
          objects += 2;
        }
      }
    }
    return {objects, digest.value()};
  }

 private:
  std::uint64_t open(const Op& op) {
    sessions_.emplace_back(op.seed, session_records(op));
    return sessions_.size();
  }

  std::uint64_t serve(const Op& op) {
    session::SplitMix64 random = request_contents(op);
    std::vector<Field> headers;
    headers.reserve(op.headers);
    while (headers.size() < op.headers) headers.emplace_back(random.next(), kHeaderTexts);
    const Params params(random, op.params);

    Session& session = sessions_[op.session];
    std::uint64_t seen = session.key;
    read(headers, seen);
    params.read(seen);
    read(session.records[op.record], seen);
    read(session.records[(op.record + 1U) % kRecords], seen);
    if (op.replaces) {
      session::SplitMix64 contents = new_record(op);
      session.records[op.record] = draw_record(contents);
    }
    return seen;
  }

  std::vector<Session> sessions_;
};

}  // namespace

void request_server(session::Registry& registry) {
  registry.answer<Question, Server>();
}

}  // namespace ovg::answers
