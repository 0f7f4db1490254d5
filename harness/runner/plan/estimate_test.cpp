#include "harness/runner/plan/estimate.h"

#include <gtest/gtest.h>

#include "harness/runner/os/usage_error.h"

namespace ovg::runner::plan {
namespace {

PlannedCell with_live(std::uint64_t mib) {
  PlannedCell planned;
  planned.cell.workload = "tree_build";
  planned.cell.live_mib = mib;
  return planned;
}

TEST(CheckMemory, RefusesWhatDoesNotFit) {
  constexpr std::uint64_t kAvailable = std::uint64_t{400} << 20;
  EXPECT_NO_THROW(check_memory({with_live(1), with_live(100)}, kAvailable));
  EXPECT_THROW(check_memory({with_live(1), with_live(101)}, kAvailable), os::UsageError);
  PlannedCell cannot_run = with_live(101);
  cannot_run.status = record::Status::kNotApplicable;
  EXPECT_NO_THROW(check_memory({cannot_run, PlannedCell{}}, kAvailable));
}

}  // namespace
}  // namespace ovg::runner::plan
