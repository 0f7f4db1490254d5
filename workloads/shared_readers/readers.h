#pragma once

#include <cstddef>

#include "harness/session/escape.h"
#include "harness/session/session.h"
#include "workloads/shared_readers/workload.h"

namespace ovg::workloads::shared_readers {

/// The readers, over any `Shelf` that holds the documents: made from their fields, with `size()` and
/// `borrow(index)`, which returns a handle by value. What such a handle is, and what copying and dropping it
/// costs, is the variant's business.
template <class Shelf>
class Readers {
 public:
  explicit Readers(const Script& script) : shelf_(script.documents) {}

  /// Called concurrently: nothing here is written but the caller's own handle.
  std::uint64_t op(unsigned /*thread*/, const Op& op) const {
    std::uint64_t seen = 0;
    for (const std::uint16_t pick : op.picks) {
      auto handle = shelf_.borrow(pick);
      session::escape(&handle);  // or the copy would be optimised away, in every variant
      seen = seen * 31 + observe_document(*handle);
    }
    return seen;
  }

  session::Live read_live() const {
    session::Digest digest;
    for (std::size_t index = 0; index < shelf_.size(); ++index) fold_document(digest, *shelf_.borrow(index));
    return {shelf_.size(), digest.value()};
  }

 private:
  Shelf shelf_;
};

}  // namespace ovg::workloads::shared_readers
