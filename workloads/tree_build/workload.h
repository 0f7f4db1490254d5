#pragma once

#include <cstdint>

#include "harness/session/digest.h"
#include "harness/session/workload.h"

/// The shape of GCBench: short-lived binary trees of many depths are built and dropped beside a permanent
/// tree and a permanent array. Unlike there, some subtrees are missing, at random. Source of the shape:
/// Ellis, Kovac and Boehm, GCBench.
namespace ovg::workloads::tree_build {

/// A tree grows by subtrees of this depth: 31 nodes.
inline constexpr int kLeafDepth = 4;
inline constexpr std::uint32_t kLeafNodes = (2U << kLeafDepth) - 1;

/// 24 bytes with two pointers, or 16 with two indices.
using NodeValue = std::int64_t;

enum class Kind : std::uint8_t {
  kGrow,  // build a subtree of kLeafDepth, or none, and join it `merges` times with the newest finished
          // neighbours
  kDrop,  // walk the finished tree along the bits of `value`, then drop it
  kKeep,  // the finished tree becomes the permanent one
};

struct Op {
  Kind kind;
  std::uint8_t depth;   // of the tree that is being built
  std::uint8_t merges;  // how many levels this subtree completes
  bool hole;            // the subtree is missing
  std::uint32_t value;  // of the subtree's root; nodes below it are numbered like a heap
};

inline bool drops_many(const Op& op) {
  return op.kind == Kind::kDrop;
}

struct Script : session::OpScript<Op> {
  std::size_t permanent_array = 0;  // numbers
};

struct Question {
  using Script = tree_build::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// The permanent array: pointer-free numbers, written once in setup.
inline double array_element(std::size_t index) {
  return 1.0 / static_cast<double>(index + 1);
}

/// Folds the array as its owner finds it at the end.
template <class Numbers>
void fold_array(session::Digest& digest, const Numbers& numbers, std::size_t size) {
  for (std::size_t index = 0; index < size; ++index) {
    digest.fold(static_cast<std::uint64_t>(numbers[index] * 1e15));
  }
  digest.fold(size);
}

}  // namespace ovg::workloads::tree_build
