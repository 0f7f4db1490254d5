#include "harness/record/child_result_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "harness/record/json_fields.h"
#include "harness/record/test_samples.h"

namespace ovg::record {
namespace {

using nlohmann::json;

json sample_json() {
  return json::parse(to_json_line(sample_result()));
}

std::string complaint(const json& value) {
  try {
    child_result_from_json(value);
  } catch (const RecordError& error) {
    return error.what();
  }
  return "none";
}

TEST(ChildResultJson, IsOneLineOfTheProtocol) {
  const std::string line = to_json_line(sample_result());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(sample_json()["type"], "result");
  EXPECT_EQ(sample_json()["protocol"], 2);
}

TEST(ChildResultJson, ComesBackAsItWas) {
  // A field that is dropped, or swapped with another, cannot give the same text again.
  const std::string line = to_json_line(sample_result());
  EXPECT_EQ(to_json_line(child_result_from_json(json::parse(line))), line);
}

TEST(ChildResultJson, AllocationsThatWereNotCountedComeBackAsNone) {
  ChildResult result = sample_result();
  result.allocations.reset();
  const json line = json::parse(to_json_line(result));
  EXPECT_TRUE(line.at("allocations").is_null());
  EXPECT_EQ(child_result_from_json(line).allocations, std::nullopt);
}

TEST(ChildResultJson, AChildMayHaveNoLatencySeries) {
  json line = sample_json();
  line.erase("latency_series");
  EXPECT_EQ(child_result_from_json(line).latency_series, std::nullopt);
}

TEST(ChildResultJson, RefusesALatencySeriesThatTellsOfOtherOpsThanTheHistogram) {
  for (const std::string kind : {"service", "response"}) {
    json line = sample_json();
    json& ops = line["latency_series"][kind]["rows"][3][2][0][1];
    ops = ops.get<std::uint64_t>() + 1;
    EXPECT_EQ(complaint(line), "latency_series." + kind + " contradicts the histogram");
    line = sample_json();
    json& max_ns = line["latency_series"][kind]["rows"].back()[1];
    max_ns = max_ns.get<std::uint64_t>() - 100;
    EXPECT_EQ(complaint(line), "latency_series." + kind + " contradicts the histogram");
  }
  json line = sample_json();
  line["latency_series"].erase("response");
  EXPECT_EQ(complaint(line), "latency_series.response contradicts the histogram");
}

TEST(ChildResultJson, NamesEveryMissingField) {
  const json whole = sample_json();
  for (const auto& item : whole.items()) {
    if (item.key() == "type") continue;            // what makes it a result; read before
    if (item.key() == "latency_series") continue;  // not every child has it
    json lacking = whole;
    lacking.erase(item.key());
    EXPECT_EQ(complaint(lacking), item.key() + " is missing");
  }
}

TEST(ChildResultJson, NamesEveryMissingInnerField) {
  const json whole = sample_json();
  for (const char* outer : {"census", "expected_census", "clock", "memory", "manager", "allocations", "env"}) {
    for (const auto& item : whole[outer].items()) {
      json lacking = whole;
      lacking[outer].erase(item.key());
      EXPECT_EQ(complaint(lacking), std::string(outer) + "." + item.key() + " is missing");
    }
  }
  for (const char* outer : {"phases", "interruptions", "pauses"}) {
    for (const auto& item : whole[outer][1].items()) {
      json lacking = whole;
      lacking[outer][1].erase(item.key());
      EXPECT_EQ(complaint(lacking), std::string(outer) + "[1]." + item.key() + " is missing");
    }
  }
}

TEST(ChildResultJson, RefusesEveryFieldOfAnotherType) {
  const json whole = sample_json();
  for (const auto& item : whole.items()) {
    if (item.key() == "type") continue;
    json wrong = whole;
    wrong[item.key()] = item.value().is_string() ? json(1) : json("text");
    EXPECT_THAT(complaint(wrong), testing::StartsWith(item.key() + " is not "));
    if (item.key() == "allocations") continue;  // null where nothing was counted
    wrong[item.key()] = nullptr;
    EXPECT_THAT(complaint(wrong), testing::StartsWith(item.key() + " is not "));
  }
}

TEST(ChildResultJson, RefusesWhatOnlyLooksLikeACount) {
  for (const json& wrong : {json(-1), json(1.5), json(2.0), json("3"), json(true)}) {
    json value = sample_json();
    value["ops"] = wrong;
    EXPECT_EQ(complaint(value), "ops is not a whole number from 0") << wrong;
  }
  json value = sample_json();
  value["threads"] = std::uint64_t{1} << 32;
  EXPECT_EQ(complaint(value), "threads is beyond 32 bits");
}

TEST(ChildResultJson, RefusesNumbersThatAreNotFinite) {
  ChildResult result = sample_result();
  result.clock.drift_ppm = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(complaint(json::parse(to_json_line(result))), "clock.drift_ppm is not a finite number");
}

TEST(ChildResultJson, RefusesAnotherProtocolAndMalformedDigests) {
  json value = sample_json();
  value["protocol"] = 1;
  EXPECT_EQ(complaint(value), "protocol is not 2");
  for (const char* wrong : {"", "0123", "0123456789ABCDEF", "0123456789abcdefg", "0123456789abcdeg"}) {
    value = sample_json();
    value["digest"] = wrong;
    EXPECT_THAT(complaint(value), testing::StartsWith("digest is not")) << wrong;
  }
}

TEST(ChildResultJson, WantsASteadyPhase) {
  json value = sample_json();
  value["phases"].erase(2);
  EXPECT_EQ(complaint(value), "phases holds no steady phase");
}

TEST(ChildResultJson, WritesTheOtherLinesOfTheProtocol) {
  EXPECT_EQ(json::parse(phase_line("steady")), json::parse(R"({"type": "phase", "phase": "steady"})"));
  EXPECT_EQ(json::parse(failed_line("out_of_memory", "no \"heap\"")),
            json::parse(R"({"type": "failed", "status": "out_of_memory", "reason": "no \"heap\""})"));
  EXPECT_EQ(phase_line("steady").back(), '\n');
}

TEST(ChildResultJson, SettingsAreFlagsNumbersAndTexts) {
  const json settings = sample_json()["manager"]["settings"];
  EXPECT_EQ(settings, json::parse(R"({"growth": 1.5, "initial_heap_bytes": 66, "mode": "slow",
                                      "pointer_free": true})"));
  for (const json& wrong : {json(nullptr), json::array(), json::object()}) {
    json value = sample_json();
    value["manager"]["settings"]["mode"] = wrong;
    EXPECT_EQ(complaint(value), "manager.settings.mode is neither a number, a flag nor a text");
  }
}

TEST(ChildResultJson, RepairsTextThatIsNotUtf8) {
  ChildResult result = sample_result();
  result.env.variables["GC_X"] = "\xff";
  EXPECT_TRUE(json::accept(to_json_line(result)));
}

}  // namespace
}  // namespace ovg::record
