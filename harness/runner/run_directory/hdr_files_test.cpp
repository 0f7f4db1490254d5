#include "harness/runner/run_directory/hdr_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "harness/record/hdr.h"
#include "harness/record/histogram_json.h"

namespace ovg::runner::run_directory {
namespace {

namespace fs = std::filesystem;
using measure::Histogram;
using record::Status;
using record::Trial;
using testing::ElementsAre;

constexpr const char* kSlug = "tree_build-unique-glibc-quick-t1";

Histogram of(std::initializer_list<std::uint64_t> values) {
  Histogram histogram;
  for (const std::uint64_t value : values) histogram.record(value);
  return histogram;
}

class HdrFilesTest : public testing::Test {
 protected:
  HdrFilesTest() {
    std::string name = testing::TempDir() + "ovg_hdr_XXXXXX";
    folder_ = mkdtemp(name.data());
    store_ = Store::create(folder_ / "run");
  }
  ~HdrFilesTest() override { fs::remove_all(folder_); }

  void keep(const std::string& trial_id, const std::string& content) {
    write_file(store_->path("hist/" + trial_id + ".json"), content);
  }

  /// A trial that is ok, with its histogram kept, of half a second from `started_unix_ms`.
  Trial& add(const std::string& trial_id, std::uint64_t started_unix_ms, const Histogram& service) {
    keep(trial_id, "{\"service\":" + record::histogram_text(service) + "}\n");
    Trial trial;
    trial.trial_id = trial_id;
    trial.cell = {"tree_build", "unique", "", "glibc", "quick", 1, {}, {}, {}};
    trial.started_unix_ms = started_unix_ms;
    trial.histograms = "hist/" + trial_id + ".json";
    trial.env.lifetime_ns = 500'400'000;
    return trials_.emplace_back(trial);
  }

  std::vector<std::string> write() const { return write_hdr_files(*store_, trials_); }

  std::string content(const std::string& name) const {
    std::ifstream stream(store_->path("hist/" + name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::string log() const { return content(std::string(kSlug) + ".hlog"); }
  std::string distribution(const std::string& tag) const { return content(std::string(kSlug) + "." + tag + ".hgrm"); }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(store_->path("hist"))) {
      if (entry.path().extension() != ".json") found.push_back(entry.path().filename());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  fs::path folder_;
  std::optional<Store> store_;
  std::vector<Trial> trials_;
};

TEST_F(HdrFilesTest, ACellHasALineForEachTrialAndTheDistributionOfAll) {
  add("b", 1'000'250, of({10, 20}));
  add("a", 1'000'000, of({3'000'000}));  // in the order of the results; the clock may have been set back
  EXPECT_THAT(write(), ElementsAre());
  EXPECT_EQ(log(), record::hdr_log_header(1'000'000) + record::hdr_log_line("service", 250, 500, of({10, 20})) +
                       record::hdr_log_line("service", 0, 500, of({3'000'000})));
  EXPECT_EQ(distribution("service"), record::percentile_distribution(of({10, 20, 3'000'000})));
  EXPECT_THAT(names(), ElementsAre(std::string(kSlug) + ".hlog", std::string(kSlug) + ".service.hgrm"));
}

TEST_F(HdrFilesTest, ResponseTimesHaveLinesAndADistributionOfTheirOwn) {
  add("a", 0, of({}));
  keep("a",
       "{\"service\":" + record::histogram_text(of({10})) + ",\"response\":" + record::histogram_text(of({400})) + "}");
  add("b", 0, of({20}));
  EXPECT_THAT(write(), ElementsAre());
  EXPECT_EQ(log(), record::hdr_log_header(0) + record::hdr_log_line("service", 0, 500, of({10})) +
                       record::hdr_log_line("response", 0, 500, of({400})) +
                       record::hdr_log_line("service", 0, 500, of({20})));
  EXPECT_EQ(distribution("service"), record::percentile_distribution(of({10, 20})));
  EXPECT_EQ(distribution("response"), record::percentile_distribution(of({400})));
}

TEST_F(HdrFilesTest, OnlyTrialsThatAreOkCount) {
  add("a", 0, of({10}));
  add("b", 0, of({20})).status = Status::kNoisy;
  add("c", 0, of({30})).status = Status::kCrashed;
  add("d", 0, of({40})).histograms.reset();
  EXPECT_THAT(write(), ElementsAre());
  EXPECT_EQ(log(), record::hdr_log_header(0) + record::hdr_log_line("service", 0, 500, of({10})));
}

TEST_F(HdrFilesTest, CellsAreKeptApart) {
  add("a", 0, of({10}));
  add("b", 0, of({20})).cell.threads = 2;
  add("c", 0, of({30})).cell.config = "naive";
  add("d", 0, of({40})).status = Status::kTimeout;
  EXPECT_THAT(write(), ElementsAre());
  EXPECT_EQ(names().size(), 6U);
  EXPECT_EQ(content("tree_build-unique-glibc-quick-t2.service.hgrm"), record::percentile_distribution(of({20})));
}

TEST_F(HdrFilesTest, WhatWasWrittenBeforeDoesNotMatter) {
  add("a", 1'000, of({10}));
  write();
  add("b", 3'000, of({20}));
  write();
  const std::string both = log();
  write_file(store_->path("hist/" + std::string(kSlug) + ".hlog"), "rubbish");
  write();
  EXPECT_EQ(log(), both);
  EXPECT_EQ(std::count(both.begin(), both.end(), '\n'), 3 + 2);
}

TEST_F(HdrFilesTest, WhatCannotBeReadIsLeftOutAndNamed) {
  add("a", 0, of({10}));
  for (const char* trial_id : {"b", "c", "d"}) add(trial_id, 0, of({20}));
  fs::remove(store_->path("hist/b.json"));
  keep("c", "{\"service\":");
  keep("d", "{\"response\":" + record::histogram_text(of({30})) + "}");
  const std::string where = std::string(" is left out of hist/") + kSlug + ".hlog: ";
  EXPECT_THAT(write(), ElementsAre("hist/b.json" + where + "cannot be opened", "hist/c.json" + where + "is not JSON",
                                   "hist/d.json" + where + "service is missing"));
  EXPECT_EQ(log(), record::hdr_log_header(0) + record::hdr_log_line("service", 0, 500, of({10})));
}

TEST_F(HdrFilesTest, ATrialThatCannotBeEncodedWholeIsLeftOutWhole) {
  Histogram too_many;
  too_many.add_at_index(5, std::uint64_t{1} << 63);
  add("a", 0, of({10}));
  keep("a",
       "{\"service\":" + record::histogram_text(of({10})) + ",\"response\":" + record::histogram_text(too_many) + "}");
  EXPECT_EQ(write().size(), 1U);
  EXPECT_EQ(log(), record::hdr_log_header(0));
  EXPECT_EQ(distribution("service"), "");
}

}  // namespace
}  // namespace ovg::runner::run_directory
