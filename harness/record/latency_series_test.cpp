#include "harness/record/latency_series.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/record/json_fields.h"

namespace ovg::record {
namespace {

using nlohmann::json;

/// Three ops in slice 0 and one in slice 2; the response times are those of an open loop.
LatencySeries sample() {
  measure::LatencySeries service, response;
  service.restart(1'000);
  response.restart(1'000);
  for (const std::uint64_t ns : {3, 5, 5}) {
    service.at(2'000).record(ns);
    response.at(2'000).record(2 * ns);
  }
  service.at(1'000 + 2 * service.slice_ns()).record(17);
  response.at(1'000 + 2 * response.slice_ns()).record(34);
  return latency_series_of(service, response);
}

const char* const kText = R"({"start_ns": 1000, "slice_ns": 250000,
  "edges_ns": [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48],
  "service": {"columns": ["slice", "max_ns", "counts"], "rows": [[0, 5, [[3, 1], [4, 2]]], [2, 17, [[8, 1]]]]},
  "response": {"columns": ["slice", "max_ns", "counts"], "rows": [[0, 10, [[5, 1], [6, 2]]], [2, 34, [[10, 1]]]]}})";

std::string complaint(const json& value) {
  try {
    read_latency_series(JsonFields(value));
  } catch (const RecordError& error) {
    return error.what();
  }
  return "none";
}

TEST(LatencySeriesJson, DescribesItself) {
  EXPECT_EQ(json::parse(latency_series_text(sample())), json::parse(kText));
}

TEST(LatencySeriesJson, ComesBackAsItWas) {
  const std::string text = latency_series_text(sample());
  EXPECT_EQ(latency_series_text(read_latency_series(JsonFields(json::parse(text)))), text);
  EXPECT_EQ(total_of(sample().service), 4U);
  EXPECT_EQ(max_of(sample().response), 34U);
}

TEST(LatencySeriesJson, HasNoResponseTimesInAClosedLoop) {
  LatencySeries closed = sample();
  closed.response.clear();
  const json text = json::parse(latency_series_text(closed));
  EXPECT_FALSE(text.contains("response"));
  EXPECT_TRUE(read_latency_series(JsonFields(text)).response.empty());
}

TEST(LatencySeriesJson, WithoutAnOpHasNoRows) {
  const measure::LatencySeries nothing;
  const json text = json::parse(latency_series_text(latency_series_of(nothing, nothing)));
  EXPECT_EQ(text["service"]["rows"], json::array());
  EXPECT_EQ(complaint(text), "none");
}

TEST(LatencySeriesJson, TakesTheBucketsOfAnotherChild) {
  json other = json::parse(kText);
  other["edges_ns"] = {0, 1, 2, 3, 4, 9, 10, 11, 16, 20, 30, 100};
  other["response"]["rows"] = json::parse("[[0, 9, [[5, 3]]], [9000, 99, [[10, 1]]]]");
  EXPECT_EQ(complaint(other), "none");
}

TEST(LatencySeriesJson, RefusesWhatContradictsItself) {
  const auto with = [](const char* pointer, const json& value) {
    json changed = json::parse(kText);
    changed[json::json_pointer(pointer)] = value;
    return complaint(changed);
  };
  EXPECT_EQ(with("/slice_ns", 0), "slice_ns is 0");
  EXPECT_EQ(with("/edges_ns/3", 2), "edges_ns do not ascend");
  EXPECT_EQ(with("/service/columns/0", "row"), "service.columns are not slice, max_ns, counts");
  EXPECT_EQ(with("/service/rows/1/0", 0), "service.rows holds slices that do not ascend");
  EXPECT_EQ(with("/service/rows/0/2/1/0", 3), "service.rows holds buckets that do not ascend");
  EXPECT_EQ(with("/response/rows/1/2/0/0", 11), "response.rows holds a bucket beyond the last edge");
  EXPECT_EQ(with("/response/rows/1/2/0/1", 0), "response.rows holds a count of 0");
  EXPECT_EQ(with("/service/rows/0/1", 6), "service.rows holds a max_ns outside the highest bucket of its slice");
  EXPECT_EQ(with("/service/rows/0/1", 3), "service.rows holds a max_ns outside the highest bucket of its slice");
  EXPECT_EQ(with("/service/rows/0", {0, 5}), "service.rows holds something else than [slice, max_ns, counts]");
  EXPECT_EQ(with("/service/rows/0/2", json::array()), "service.rows holds something else than [slice, max_ns, counts]");
  EXPECT_EQ(with("/service/rows/0/2/0", {3, -1}), "service.rows holds counts that are not [bucket, ops]");
}

TEST(LatencySeriesJson, NamesEveryMissingField) {
  for (const char* name : {"start_ns", "slice_ns", "edges_ns", "service"}) {
    json lacking = json::parse(kText);
    lacking.erase(name);
    EXPECT_EQ(complaint(lacking), std::string(name) + " is missing");
  }
}

}  // namespace
}  // namespace ovg::record
