#include "harness/runner/terminal/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "harness/runner/terminal/format.h"
#include "harness/runner/testing/test_runs.h"

namespace ovg::runner::terminal {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// A run in which everything that can be long is.
TestRun long_run() {
  TestRun run;
  record::Cell cell = test_cell("a_workload_with_a_long_name/and_a_form", "shared", "tcmalloc");
  cell.config = "single-threaded";
  cell.threads = 16;
  cell.live_mib = 1024;
  cell.load = 12.5;
  for (const double heap : {1.0, 1.1, 1.5, 2.0, 3.0, 5.0}) {
    cell.heap_limit_bytes = static_cast<std::uint64_t>(heap * (1 << 30));
    run.add(cell, "cpu_ns_per_op", std::vector<double>(500, 999.6e9));
    run.cells.back().heap_factor = heap;
  }
  for (record::Trial& trial : run.trials) {
    for (const char* name : {"response_p50_ns", "response_p99_ns", "response_p999_ns", "interruption_max_ns",
                             "gc_pause_max_ns", "rss_peak_bytes"}) {
      trial.metrics[name] = 1023.4 * (1 << 20);
    }
    trial.group = "collection";
    trial.notes = {"gc_not_exercised", "short_trial"};
    trial.env.settings["mode"] =
        "a policy without a comma that goes on and on and is longer than a line of a terminal could ever "
        "hold "
        "in its columns, then a clause";
  }
  run.trials.back().status = record::Status::kCrashed;
  run.trials.back().reason =
      "killed by signal 11 (Segmentation fault) in phase steady: what it printed last is a long sentence "
      "that "
      "nobody wrapped";
  return run;
}

TEST(Summary, NoLineIsWiderThanATerminal) {
  const TestRun run = long_run();
  for (const std::string& line : lines_of(summary(run.cells, run.trials, Ink::off()))) {
    EXPECT_LE(line.size(), kColumns) << line;
    EXPECT_THAT(line, Not(testing::EndsWith(" "))) << line;
  }
}

TEST(Summary, FiguresStandUnderTheirHeadingsWhateverTheLabel) {
  TestRun run;
  run.add(test_cell("w", "unique"), "cpu_ns_per_op", {1000, 1000});
  record::Cell longer = test_cell("w", "shared", "jemalloc");
  longer.config = "single-threaded";
  run.add(longer, "cpu_ns_per_op", {2460, 2460});
  const std::vector<std::string> lines = lines_of(summary(run.cells, run.trials, Ink::off()));
  EXPECT_EQ(lines[1], "w");
  EXPECT_EQ(lines[2].find("cpu/op") + 6, lines[3].find("1.00 us") + 7);
  EXPECT_EQ(lines[4], "  shared:single-threaded/jemalloc");
  EXPECT_EQ(lines[2].find("cpu/op") + 6, lines[5].find("2.46 us") + 7);
  EXPECT_EQ(lines[2].find("ratio") + 5, lines[5].find("2.46", 45) + 4);
}

TEST(Summary, EmphasisIsForHeadingsAndTroubleOnly) {
  TestRun run;
  run.add(test_cell("w", "unique"), "cpu_ns_per_op", {1, 1}).add(test_cell("w", "value"), "cpu_ns_per_op", {1, 1});
  run.trials.back().status = record::Status::kTimeout;
  const std::string plain = summary(run.cells, run.trials, Ink::off());
  EXPECT_THAT(plain, Not(HasSubstr("\033")));
  const std::string coloured = summary(run.cells, run.trials, Ink(true));
  EXPECT_THAT(coloured, HasSubstr("\033[1mw\033[0m\n"));
  EXPECT_THAT(coloured, HasSubstr("\033[1;31mnot ok:\033[0m\n"));
  EXPECT_THAT(coloured, HasSubstr("\033[1;31m  value/glibc"));
  EXPECT_THAT(coloured, Not(HasSubstr("\033[1;31m  unique/glibc")));
}

}  // namespace
}  // namespace ovg::runner::terminal
