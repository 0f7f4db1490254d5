#pragma once

#include <algorithm>
#include <vector>

namespace ovg::record {

/// Of a list that is not empty; the mean of the two in the middle where it is even.
inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
}

}  // namespace ovg::record
