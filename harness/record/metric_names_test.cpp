#include "harness/record/metric_names.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/record/allocation_metrics.h"
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

TEST(MetricNames, AreThoseThatTrialsHave) {
  const std::set<std::string> names = derived();
  for (const std::string& name : names) EXPECT_TRUE(is_metric(name)) << name;
  EXPECT_EQ(names.size(), kMetricNames.size()) << "a name that no trial has";
}

TEST(MetricNames, OthersAreNot) {
  for (const char* name : {"", "service_p99", "cpu_ns", "service_p99_ns "})
    EXPECT_FALSE(is_metric(name)) << name;
}

}  // namespace
}  // namespace ovg::record
