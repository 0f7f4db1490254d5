#include "harness/runner/measuring/counting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "harness/record/child_result_json.h"
#include "harness/record/test_samples.h"
#include "harness/runner/os/process.h"

namespace ovg::runner::measuring {
namespace {

namespace fs = std::filesystem;

/// A manifest whose child is a script that notes each of its runs and reports a result that was written
/// before.
class CountingTest : public testing::Test {
 protected:
  CountingTest() {
    std::string name = testing::TempDir() + "ovg_counting_XXXXXX";
    folder_ = mkdtemp(name.data());
    result_.rounds = 1;
    result_.rounds_agree = true;
    result_.expected_census = result_.census;
    result_.env.allocator = "glibc";
    const fs::path script = folder_ / "child";
    std::ofstream(script) << "#!/bin/sh\necho >>" << (folder_ / "calls").string() << "\ncat "
                          << (folder_ / "result").string() << " >/proc/self/fd/" << os::kPrivateFd << "\n";
    fs::permissions(script, fs::perms::owner_all);
    manifest_.timeout_s = 20;
    manifest_.script_seed = result_.script_seed;
    manifest_.allocators = {{{"glibc", "", {}}, ""}};
    run_directory::Side side;
    side.counter = folder_ / "no_such_library.so";  // the loader says so and goes on
    side.children = {{"boehm", script, "", ""}};
    manifest_.sides = {side};
    result_.live_mib = result_.heap_limit_bytes = 0;
    result_.rate_per_s = 0;
    result_.pauses.clear();
    plan::PlannedCell planned;
    planned.cell.workload = result_.workload;
    planned.cell.variant = result_.variant;
    planned.cell.config = result_.config;
    planned.cell.allocator = "glibc";
    planned.cell.scale = result_.scale;
    planned.cell.threads = result_.threads;
    manifest_.cells = {planned};
  }
  ~CountingTest() override { fs::remove_all(folder_); }

  std::optional<record::AllocationCounts> count(const std::string& digest) {
    std::ofstream(folder_ / "result") << record::to_json_line(result_);
    run_directory::Store store = run_directory::Store::create(folder_ / "run");
    terminal::Progress progress(true);
    os::Signals signals;
    const host::HostFiles host;
    const Bench bench{manifest_, store, progress, signals, host};
    std::optional<record::AllocationCounts> counts;
    EXPECT_TRUE(count_allocations(bench, manifest_.cells[0], digest, store.path("logs/count.log"), counts));
    return counts;
  }

  std::ptrdiff_t calls() const {
    std::ifstream stream(folder_ / "calls");
    return std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
  }

  fs::path folder_;
  record::ChildResult result_ = record::sample_result();
  run_directory::Manifest manifest_;
};

TEST_F(CountingTest, OneProcessGivesTheCounts) {
  EXPECT_EQ(count(result_.digest), result_.allocations);
  EXPECT_EQ(calls(), 1);
}

TEST_F(CountingTest, AnotherDigestGivesNoCounts) {
  EXPECT_EQ(count("ffffffffffffffff"), std::nullopt);
  EXPECT_EQ(calls(), 1);
}

TEST_F(CountingTest, WithoutACounterNothingIsRun) {
  manifest_.sides.front().counter.clear();
  EXPECT_EQ(count(result_.digest), std::nullopt);
  EXPECT_EQ(calls(), 0);
}

}  // namespace
}  // namespace ovg::runner::measuring
