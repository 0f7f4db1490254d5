#pragma once

#include <array>
#include <cstdint>

#include "harness/session/digest.h"
#include "harness/session/workload.h"

/// Blocks without pointers, from a fixed mix of sizes. They die in turn or at random; each thread has its own.
namespace ovg::workloads::alloc_churn {

inline constexpr std::uint32_t kBlocksPerOp = 8;

/// Replaces blocks of the window by new ones of these sizes, every byte set to `fill`.
struct Op {
  std::array<std::uint32_t, kBlocksPerOp> slots;  // where they stand
  std::array<std::uint16_t, kBlocksPerOp> sizes;
  std::uint8_t fill;
};

struct Script : session::OpScript<Op> {
  std::size_t window = 0;  // blocks alive at once, of each thread
};

/// The oldest blocks are replaced: the window slides.
struct InTurn {
  using Script = alloc_churn::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// Any blocks are replaced: lifetimes are random, and what dies was not allocated together.
struct AtRandom {
  using Script = alloc_churn::Script;
  static session::Card card();
  static Script script(const session::Parameters& parameters);
};

/// What is seen of a block that leaves: its size and both ends.
inline std::uint64_t observe_block(const void* bytes, std::size_t size) {
  const auto* const first = static_cast<const unsigned char*>(bytes);
  return size * 65'536 + first[0] * 256ULL + first[size - 1];
}

/// Folds every byte of a block that is alive at the end.
inline void fold_block(session::Digest& digest, const void* bytes, std::size_t size) {
  const auto* const first = static_cast<const unsigned char*>(bytes);
  for (std::size_t at = 0; at < size; ++at) digest.fold(first[at]);
  digest.fold(size);
}

}  // namespace ovg::workloads::alloc_churn
