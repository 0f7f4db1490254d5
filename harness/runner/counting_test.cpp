#include "harness/runner/counting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "harness/record/child_result_json.h"
#include "harness/record/test_samples.h"
#include "harness/runner/process.h"

namespace ovg::runner {
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
                          << (folder_ / "result").string() << " >/proc/self/fd/" << kPrivateFd << "\n";
    fs::permissions(script, fs::perms::owner_all);
    manifest_.timeout_s = 20;
    manifest_.script_seed = result_.script_seed;
    manifest_.counter = folder_ / "no_such_library.so";  // the loader says so and goes on
    manifest_.allocators = {{{"glibc", "", {}}, ""}};
    manifest_.children = {{"boehm", script, "", ""}};
    manifest_.cells = {planned({}), planned(0.5), planned(0.8)};
  }
  ~CountingTest() override { fs::remove_all(folder_); }

  PlannedCell planned(std::optional<double> load) const {
    PlannedCell planned;
    planned.cell = {.workload = result_.workload,
                    .variant = result_.variant,
                    .config = result_.config,
                    .allocator = "glibc",
                    .scale = result_.scale,
                    .threads = result_.threads,
                    .live_mib = {},
                    .load = load};
    return planned;
  }

  void count_all(const std::string& digest) {
    std::ofstream(folder_ / "result") << record::to_json_line(result_);
    const Store store = Store::create(folder_ / "run");
    Progress progress(true);
    Signals signals;
    Counting counting(manifest_, store, progress, signals);
    for (PlannedCell& planned : manifest_.cells) EXPECT_TRUE(counting.count(planned, digest));
  }

  std::ptrdiff_t calls() const {
    std::ifstream stream(folder_ / "calls");
    return std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
  }

  fs::path folder_;
  record::ChildResult result_ = record::sample_result();
  Manifest manifest_;
};

TEST_F(CountingTest, CellsThatDifferInTheirLoadShareOneCount) {
  count_all(result_.digest);
  EXPECT_EQ(calls(), 1);
  for (const PlannedCell& planned : manifest_.cells) {
    EXPECT_EQ(planned.counts_per_round, result_.allocations);
    EXPECT_EQ(planned.status, record::Status::kOk);
  }
}

TEST_F(CountingTest, CellsThatDifferInMoreDoNot) {
  manifest_.cells[1].cell.live_mib = 64;
  count_all(result_.digest);
  EXPECT_EQ(calls(), 2);
}

TEST_F(CountingTest, AnotherDigestGivesNoCountsAndIsNotTriedAgain) {
  count_all("ffffffffffffffff");
  EXPECT_EQ(calls(), 1);
  for (const PlannedCell& planned : manifest_.cells) {
    EXPECT_EQ(planned.counts_per_round, std::nullopt);
    EXPECT_EQ(planned.status, record::Status::kOk) << "counting is optional";
  }
}

TEST_F(CountingTest, WithoutACounterNothingIsRun) {
  manifest_.counter.clear();
  count_all(result_.digest);
  EXPECT_EQ(calls(), 0);
}

}  // namespace
}  // namespace ovg::runner
