#pragma once

#include <vector>

#include "harness/session/digest.h"
#include "harness/session/session.h"
#include "workloads/alloc_churn/workload.h"

namespace ovg::workloads::alloc_churn {

/// The window of one thread, for any block type with `Block(size, fill)`, `data()` and `size()`. How a block gets
/// and loses its bytes is the variant's business; `Slots` is the vector that holds the blocks.
template <class Block, class Slots = std::vector<Block>>
class Window {
 public:
  explicit Window(const Script& script) : capacity_(script.window) { slots_.reserve(capacity_); }

  std::uint64_t op(const Op& op) {
    std::uint64_t seen = 0;
    for (std::size_t block = 0; block < kBlocksPerOp; ++block) {
      const std::uint16_t size = op.sizes[block];
      if (slots_.size() < capacity_) {  // setup, which fills the slots in turn
        slots_.emplace_back(size, op.fill);
        continue;
      }
      Block& leaver = slots_[op.slots[block]];
      seen += observe_block(leaver.data(), leaver.size());
      leaver = Block(size, op.fill);
    }
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    for (const Block& block : slots_) fold_block(digest, block.data(), block.size());
    return {slots_.size(), digest.value()};
  }

 private:
  std::size_t capacity_;
  Slots slots_;
};

}  // namespace ovg::workloads::alloc_churn
