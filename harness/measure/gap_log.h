#pragma once

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

/// A list of gaps whose memory is allocated and touched by the constructor, so that `add` may be called where
/// allocation is forbidden (inside a collector's callback) or would be measured. What does not fit is
/// counted, and stays in the totals. One writer.
class GapLog {
 public:
  explicit GapLog(std::size_t capacity);

  void add(const Gap& gap);

  /// The gaps in the order in which they were added, at most `capacity`.
  std::vector<Gap> gaps() const;
  std::uint64_t lost() const { return lost_; }
  /// Over all gaps, lost ones included.
  std::uint64_t total_ns() const { return total_ns_; }
  std::uint64_t max_ns() const { return max_ns_; }

 private:
  std::vector<Gap> gaps_;
  std::size_t used_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t total_ns_ = 0;
  std::uint64_t max_ns_ = 0;
};

}  // namespace ovg::measure
