#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/measure/phase.h"

namespace ovg::measure {

/// A stretch of time on a trial's time line, in ns since its zero.
struct Gap {
  std::uint64_t start_ns;
  std::uint64_t length_ns;
  Phase phase;
};

/// A list of stretches whose memory is allocated and touched by the constructor, so that `add` may be called
/// where allocation is forbidden (inside a collector's callback) or would be measured. What does not fit is
/// counted, and stays in the totals. One writer. `Entry` has `length_ns`.
template <class Entry>
class BoundedLog {
 public:
  explicit BoundedLog(std::size_t capacity) : entries_(capacity) {}

  void add(const Entry& entry) {
    total_ns_ += entry.length_ns;
    max_ns_ = std::max(max_ns_, entry.length_ns);
    if (used_ == entries_.size()) {
      ++lost_;
    } else {
      entries_[used_++] = entry;
    }
  }

  /// The entries in the order in which they were added, at most `capacity`.
  std::vector<Entry> entries() const {
    return {entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(used_)};
  }
  std::uint64_t lost() const { return lost_; }
  /// Over all entries, lost ones included.
  std::uint64_t total_ns() const { return total_ns_; }
  std::uint64_t max_ns() const { return max_ns_; }

 private:
  std::vector<Entry> entries_;
  std::size_t used_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t total_ns_ = 0;
  std::uint64_t max_ns_ = 0;
};

}  // namespace ovg::measure
