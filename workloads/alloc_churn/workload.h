#pragma once

#include <array>
#include <cstdint>

#include "harness/session/digest.h"
#include "harness/session/workload.h"

/// Blocks without pointers, from a fixed mix of sizes, each living until the window has moved past it.
namespace ovg::workloads::alloc_churn {

inline constexpr std::uint32_t kBlocksPerOp = 8;

/// Replaces the oldest blocks of the window by new ones of these sizes, every byte set to `fill`.
struct Op {
  std::array<std::uint16_t, kBlocksPerOp> sizes;
  std::uint8_t fill;
};

struct Script : session::OpScript<Op> {
  std::size_t window = 0;  // blocks alive at once
};

struct Question {
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
