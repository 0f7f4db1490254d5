#include "harness/record/metric_names.h"

#include <algorithm>

namespace ovg::record {

bool is_metric(std::string_view name) {
  return std::find(kMetricNames.begin(), kMetricNames.end(), name) != kMetricNames.end();
}

}  // namespace ovg::record
