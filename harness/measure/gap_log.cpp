#include "harness/measure/gap_log.h"

#include <algorithm>

namespace ovg::measure {

GapLog::GapLog(std::size_t capacity) : gaps_(capacity) {}

void GapLog::add(const Gap& gap) {
  total_ns_ += gap.length_ns;
  max_ns_ = std::max(max_ns_, gap.length_ns);
  if (used_ == gaps_.size()) {
    ++lost_;
    return;
  }
  gaps_[used_++] = gap;
}

std::vector<Gap> GapLog::gaps() const {
  return {gaps_.begin(), gaps_.begin() + static_cast<std::ptrdiff_t>(used_)};
}

}  // namespace ovg::measure
