#include "harness/record/trial_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "harness/record/derive.h"
#include "harness/record/json_fields.h"
#include "harness/record/test_samples.h"

namespace ovg::record {
namespace {

using nlohmann::json;

Trial sample_trial() {
  Trial trial;
  trial.run_id = "20261123-024500-3f9a1c";
  trial.trial_id = "b003-s017-tree_build-unique-glibc";
  trial.block = 3;
  trial.slot = 17;
  trial.repeat = 2;
  trial.started_unix_ms = 1'764'123'456'789;
  trial.attempt = 3;
  trial.cell = {"tree_build", "unique", "naive", "glibc", "quick", 4, 64, 50, "bursts", 1'000, "head"};
  trial.group = "ownership";
  trial.status = Status::kNoisy;
  trial.reason = "clock drifted";
  trial.digest = "0123456789abcdef";
  trial.census = Census{1, 2, 3};
  trial.rounds = 5;
  trial.items_per_op = 6;
  trial.item = "node";
  trial.rate_per_s = 6.6;
  trial.live_bytes = 67;
  trial.metrics = derive_metrics(sample_result());
  trial.interruptions = "series/a.interruptions.json";
  trial.mmu = "series/a.mmu.json";
  trial.latency_series = "series/a.latency.json";
  trial.log = "logs/a.log";
  trial.interruption_threshold_ns = 7;
  trial.interruptions_lost = 8;
  trial.pauses_lost = 9;
  trial.phases = sample_result().phases;
  trial.notes = {"short_trial"};
  trial.noise = Noise{0.25, 14, 15, 16, 17, -0.5, 0.125, 0.0625, 18, 19, 20, -2.5};
  trial.env = {.allocator = "glibc",
               .ever_threaded = true,
               .variables = {{"A", "b"}},
               .settings = {{"markers", std::uint64_t{1}}},
               .clock = ClockReading{"tsc", 2.5, 1.5},
               .padding_bytes = 11,
               .exit_code = 0,
               .signal = {},
               .lifetime_ns = 12,
               .cpu_ns = 13};
  return trial;
}

std::string complaint(const json& value) {
  try {
    trial_from_json(value);
  } catch (const RecordError& error) {
    return error.what();
  }
  return "none";
}

TEST(TrialJson, ComesBackAsItWas) {
  for (const Trial& trial : {sample_trial(), Trial{}}) {
    const std::string line = trial_line(trial);
    EXPECT_EQ(trial_line(trial_from_json(json::parse(line))), line);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
  }
}

TEST(TrialJson, NamesEveryMissingField) {
  const json whole = json::parse(trial_line(sample_trial()));
  for (const auto& item : whole.items()) {
    json lacking = whole;
    lacking.erase(item.key());
    EXPECT_EQ(complaint(lacking), item.key() + " is missing");
  }
}

TEST(TrialJson, NoiseThatIsNotKnownIsNullAndNotZero) {
  Trial trial = sample_trial();
  trial.noise = Noise{};
  trial.noise->steal_ticks = 0;
  const json line = json::parse(trial_line(trial));
  for (const auto& [name, value] : line["noise"].items()) {
    EXPECT_EQ(value, name == "steal_ticks" ? json(0) : json(nullptr)) << name;
  }
  const Trial back = trial_from_json(line);
  ASSERT_TRUE(back.noise);
  EXPECT_EQ(back.noise->steal_ticks, 0U);
  EXPECT_EQ(back.noise->steal_share, std::nullopt);
}

TEST(TrialJson, NamesEveryMissingFieldOfNoise) {
  const json whole = json::parse(trial_line(sample_trial()));
  for (const auto& item : whole["noise"].items()) {
    json lacking = whole;
    lacking["noise"].erase(item.key());
    EXPECT_EQ(complaint(lacking), "noise." + item.key() + " is missing");
  }
}

TEST(TrialJson, RefusesUnknownVersionsAndStatuses) {
  json value = json::parse(trial_line(sample_trial()));
  value["schema"] = 1;
  EXPECT_EQ(complaint(value), "schema is not 2");
  value["schema"] = 2;
  value["status"] = "fine";
  EXPECT_EQ(complaint(value), "status is not one of the statuses");
}

TEST(TrialJson, ACellHasASideOrNone) {
  json line = json::parse(trial_line(sample_trial()));
  EXPECT_EQ(line["cell"]["side"], "head");
  EXPECT_EQ(trial_from_json(line).cell.side, kHeadSide);
  line["cell"]["side"] = "left";
  EXPECT_EQ(complaint(line), "cell.side is neither null, \"base\" nor \"head\"");
  line["cell"]["side"] = nullptr;
  EXPECT_EQ(trial_from_json(line).cell.side, "");
  EXPECT_TRUE(to_json(Cell{})["side"].is_null());
}

TEST(TrialJson, WritesNoNumberThatIsNotFinite) {
  Trial trial = sample_trial();
  trial.metrics["ops"] = std::numeric_limits<double>::infinity();
  EXPECT_THROW(trial_line(trial), RecordError);
  trial = sample_trial();
  trial.noise->frequency_drift = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(trial_line(trial), RecordError);
}

TEST(Status, NamesComeBack) {
  for (int i = 0; i <= static_cast<int>(Status::kNoisy); ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(status_from_name(status_name(status)), status);
  }
  EXPECT_EQ(status_from_name("OK"), std::nullopt);
}

TEST(Status, WhatFailsARun) {
  EXPECT_FALSE(is_failure(Status::kOk));
  EXPECT_FALSE(is_failure(Status::kNoisy));
  EXPECT_FALSE(is_failure(Status::kUnavailable));
  EXPECT_FALSE(is_failure(Status::kNotApplicable));
  for (const Status status : {Status::kWrongDigest, Status::kCensusMismatch, Status::kTimeout, Status::kOutOfMemory,
                              Status::kCrashed, Status::kBadRecord}) {
    EXPECT_TRUE(is_failure(status));
    EXPECT_FALSE(has_numbers(status));
  }
}

}  // namespace
}  // namespace ovg::record
