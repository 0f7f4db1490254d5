#include "harness/record/allocation_metrics.h"

namespace ovg::record {

std::map<std::string, double> allocation_metrics(const AllocationCounts& per_round, std::uint64_t rounds) {
  const auto objects = static_cast<double>(per_round.objects);
  const auto repeated = static_cast<double>(rounds);
  std::map<std::string, double> metrics = {
      {"objects_allocated", objects * repeated},
      {"bytes_allocated", static_cast<double>(per_round.bytes_requested) * repeated}};
  if (per_round.objects > 0) {
    metrics["object_size_served"] = static_cast<double>(per_round.bytes_served) / objects;
  }
  return metrics;
}

}  // namespace ovg::record
