#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/session/workload.h"

/// Ownership's own pause: one op drops an owner of many objects, and between two drops come only small ops,
/// each of which replaces four small owners in a ring and grows the next big owner by a few nodes.
namespace ovg::workloads::cascade_drop {

/// 24 bytes with two pointers.
using NodeValue = std::uint64_t;

enum class Kind : std::uint8_t {
  kTurn,  // replace the oldest small owners of the ring, then grow the big owner by `nodes`
  kDrop,  // walk the finished big owner along the bits of `values[0]` and drop it; the grown one follows it
};

inline constexpr std::size_t kTwigsPerTurn = 4;

struct Op {
  std::array<std::uint32_t, kTwigsPerTurn> values;  // what the new small owners and nodes hold
  Kind kind;
  std::uint8_t nodes;
};

/// Whether an op drops many objects at once: found by the session through its argument.
inline bool drops_many(const Op& op) {
  return op.kind == Kind::kDrop;
}

struct Script : session::OpScript<Op> {
  std::size_t ring = 0;   // small owners
  std::size_t nodes = 0;  // of a big owner: 2^levels - 1
};

struct Question {
  using Script = cascade_drop::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// A small owner, a twig, has two to five nodes in a chain.
constexpr std::uint32_t twig_nodes(std::uint32_t value) {
  return 2 + value % 4;
}

/// A big owner is a perfect binary tree that is grown one node at a time, subtrees first. This says which
/// node comes next: a parent of the two newest subtrees where they are equally high, a leaf otherwise.
class GrowthOrder {
 public:
  /// As many subtrees as a tree of 2^kMostLevels - 1 nodes can have unfinished.
  static constexpr std::size_t kMostLevels = 24;

  bool parent_is_next() const { return count_ >= 2 && heights_[count_ - 1] == heights_[count_ - 2]; }
  void add_parent() { ++heights_[--count_ - 1]; }
  void add_leaf() { heights_[count_++] = 0; }
  void clear() { count_ = 0; }

  std::size_t subtrees() const { return count_; }

 private:
  std::array<std::uint8_t, kMostLevels> heights_{};
  std::size_t count_ = 0;
};

}  // namespace ovg::workloads::cascade_drop
