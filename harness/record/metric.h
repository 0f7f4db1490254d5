#pragma once

#include <string>

namespace ovg::record {

struct Metric {
  double value = 0;    // finite
  std::string unit;    // such as "ns"
  std::string better;  // "less" or "more"
  std::string kind;    // "time", "bytes", "count" or "share"
};

}  // namespace ovg::record
