#include "harness/runner/run_directory/store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/record/trial_json.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::run_directory {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    std::string name = testing::TempDir() + "ovg_store_XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~StoreTest() override { fs::remove_all(folder_); }

  record::Trial trial(const std::string& id) const {
    record::Trial trial;
    trial.trial_id = id;
    return trial;
  }
  void write_raw(const std::string& text) const {
    std::ofstream(folder_ / "run/results.jsonl", std::ios::app | std::ios::binary) << text;
  }

  fs::path folder_;
};

TEST_F(StoreTest, GivesBackWhatWasAppended) {
  Store store = Store::create(folder_ / "run");
  EXPECT_TRUE(store.read().empty());
  store.append(trial("a"));
  store.append(trial("b"));
  const auto trials = Store::open(folder_ / "run").read();
  ASSERT_EQ(trials.size(), 2U);
  EXPECT_EQ(trials[1].trial_id, "b");
}

TEST_F(StoreTest, DropsOnlyAnIncompleteLastLine) {
  Store store = Store::create(folder_ / "run");
  EXPECT_FALSE(store.drop_incomplete_line());
  store.append(trial("a"));
  EXPECT_FALSE(store.drop_incomplete_line());
  const std::string line = record::trial_line(trial("b"));
  write_raw(line.substr(0, line.size() - 1));  // whole but for its end: not known to be whole
  EXPECT_TRUE(store.drop_incomplete_line());
  store.append(trial("c"));
  const auto trials = store.read();
  ASSERT_EQ(trials.size(), 2U);
  EXPECT_EQ(trials[1].trial_id, "c");
}

TEST_F(StoreTest, DropsALineThatIsAllThereIs) {
  Store store = Store::create(folder_ / "run");
  write_raw("{\"schema\":");
  EXPECT_TRUE(store.drop_incomplete_line());
  EXPECT_TRUE(store.read().empty());
}

TEST_F(StoreTest, RefusesADirectoryInUse) {
  Store::create(folder_ / "run").append(trial("a"));
  EXPECT_THROW(Store::create(folder_ / "run"), os::UsageError);
}

TEST_F(StoreTest, TakesWhatAnInterruptedPilotLeft) {
  Store::create(folder_ / "run");
  write_file(folder_ / "run/logs/pilot-0.log", "x");
  EXPECT_NO_THROW(Store::create(folder_ / "run"));
}

TEST_F(StoreTest, AtomicWritesLeaveNothingBeside) {
  write_file_atomically(folder_ / "m.json", "one");
  write_file_atomically(folder_ / "m.json", "two");
  std::string content;
  std::ifstream(folder_ / "m.json") >> content;
  EXPECT_EQ(content, "two");
  EXPECT_FALSE(fs::exists(folder_ / "m.json.tmp"));
}

}  // namespace
}  // namespace ovg::runner::run_directory
