#include "harness/record/metrics.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/record/derive.h"
#include "harness/record/test_samples.h"

namespace ovg::record {
namespace {

/// The names of all metrics that a trial can have.
std::set<std::string> derived() {
  ChildResult result = sample_result();
  result.phases[2].length_ns = 200'000'000;  // long enough for every window of the utilisation
  for (int i = 0; i < 200'000; ++i) {        // and enough ops for every percentile
    result.service.record(100);
    result.response.record(100);
  }
  std::set<std::string> names;
  for (const auto& [name, metric] : derive_metrics(result)) names.insert(name);
  for (const auto& [name, metric] : allocation_metrics({1, 1, 1, 1}, 1)) names.insert(name);
  return names;
}

TEST(Metrics, AreThoseThatTrialsHave) {
  std::set<std::string> told;
  for (const Metric& metric : metrics()) told.emplace(metric.name);
  EXPECT_EQ(told, derived());
  EXPECT_EQ(told.size(), metrics().size()) << "a name that stands twice";
}

}  // namespace
}  // namespace ovg::record
