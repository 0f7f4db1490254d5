#include "harness/record/latency_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "harness/record/json_fields.h"

namespace ovg::record {

using nlohmann::json;

namespace {

std::vector<LatencySlice> slices_of(const measure::LatencySeries& series) {
  std::vector<LatencySlice> found;
  for (std::size_t index = 0; index < series.slices().size(); ++index) {
    const measure::LatencySeries::Slice& slice = series.slices()[index];
    LatencySlice used{.slice = index, .max_ns = slice.max_ns, .counts = {}};
    for (std::size_t bucket = 0; bucket < slice.counts.size(); ++bucket) {
      if (slice.counts[bucket] > 0) used.counts.emplace_back(bucket, slice.counts[bucket]);
    }
    if (!used.counts.empty()) found.push_back(std::move(used));
  }
  return found;
}

std::uint64_t highest_bucket(const std::vector<LatencySlice>& slices) {
  std::uint64_t highest = 0;
  for (const LatencySlice& slice : slices) highest = std::max(highest, slice.counts.back().first);
  return highest;
}

std::string slices_text(const std::vector<LatencySlice>& slices) {
  std::string text = R"({"columns":["slice","max_ns","counts"],"rows":[)";
  for (const LatencySlice& slice : slices) {
    text += fmt::format("[{},{},[", slice.slice, slice.max_ns);
    for (const auto& [bucket, count] : slice.counts) text += fmt::format("[{},{}],", bucket, count);
    text.back() = ']';
    text += "],";
  }
  if (!slices.empty()) text.pop_back();
  return text + "]}";
}

template <class List>
bool ascends(const List& list) {
  return std::ranges::adjacent_find(list, std::greater_equal<>{}) == list.end();
}

bool are_counts(const json& values, std::size_t number) {
  return values.is_array() && values.size() == number && std::ranges::all_of(values, is_count);
}

LatencySlice read_slice(const JsonFields& fields, const json& row, const std::vector<std::uint64_t>& edges) {
  const bool well_formed =
      row.is_array() && row.size() == 3 && is_count(row[0]) && is_count(row[1]) && row[2].is_array() && !row[2].empty();
  if (!well_formed) fields.fail("rows", "holds something else than [slice, max_ns, counts]");
  LatencySlice slice{.slice = row[0].get<std::uint64_t>(), .max_ns = row[1].get<std::uint64_t>(), .counts = {}};
  std::uint64_t next_allowed = 0;
  for (const json& pair : row[2]) {
    if (!are_counts(pair, 2)) fields.fail("rows", "holds counts that are not [bucket, ops]");
    const auto bucket = pair[0].get<std::uint64_t>();
    const auto ops = pair[1].get<std::uint64_t>();
    if (bucket < next_allowed) fields.fail("rows", "holds buckets that do not ascend");
    if (bucket + 1 >= edges.size()) fields.fail("rows", "holds a bucket beyond the last edge");
    if (ops == 0) fields.fail("rows", "holds a count of 0");
    slice.counts.emplace_back(bucket, ops);
    next_allowed = bucket + 1;
  }
  if (slice.max_ns < edges[next_allowed - 1] || slice.max_ns >= edges[next_allowed]) {
    fields.fail("rows", "holds a max_ns outside the highest bucket of its slice");
  }
  return slice;
}

std::vector<LatencySlice> read_slices(const JsonFields& fields, const std::vector<std::uint64_t>& edges) {
  if (fields.text_list("columns") != std::vector<std::string>{"slice", "max_ns", "counts"}) {
    fields.fail("columns", "are not slice, max_ns, counts");
  }
  std::vector<LatencySlice> slices;
  for (const json& row : fields.list("rows")) {
    slices.push_back(read_slice(fields, row, edges));
    if (slices.size() > 1 && slices.back().slice <= slices[slices.size() - 2].slice) {
      fields.fail("rows", "holds slices that do not ascend");
    }
  }
  return slices;
}

}  // namespace

LatencySeries latency_series_of(const measure::LatencySeries& service, const measure::LatencySeries& response) {
  LatencySeries series{.start_ns = service.start_ns(),
                       .slice_ns = service.slice_ns(),
                       .edges_ns = {},
                       .service = slices_of(service),
                       .response = slices_of(response)};
  const std::uint64_t highest = std::max(highest_bucket(series.service), highest_bucket(series.response));
  for (std::uint64_t bucket = 0; bucket <= highest + 1; ++bucket) {
    series.edges_ns.push_back(measure::LatencySeries::Buckets::lowest_in(bucket));
  }
  return series;
}

std::uint64_t total_of(const std::vector<LatencySlice>& slices) {
  std::uint64_t total = 0;
  for (const LatencySlice& slice : slices) {
    for (const auto& [bucket, ops] : slice.counts) total += ops;
  }
  return total;
}

std::uint64_t max_of(const std::vector<LatencySlice>& slices) {
  std::uint64_t longest = 0;
  for (const LatencySlice& slice : slices) longest = std::max(longest, slice.max_ns);
  return longest;
}

std::string latency_series_text(const LatencySeries& series) {
  std::string text = fmt::format(R"({{"start_ns":{},"slice_ns":{},"edges_ns":[{}],"service":{})", series.start_ns,
                                 series.slice_ns, fmt::join(series.edges_ns, ","), slices_text(series.service));
  if (!series.response.empty()) text += ",\"response\":" + slices_text(series.response);
  return text + "}";
}

LatencySeries read_latency_series(const JsonFields& fields) {
  LatencySeries series{.start_ns = fields.count("start_ns"),
                       .slice_ns = fields.count("slice_ns"),
                       .edges_ns = fields.count_list("edges_ns"),
                       .service = {},
                       .response = {}};
  if (series.slice_ns == 0) fields.fail("slice_ns", "is 0");
  if (!ascends(series.edges_ns)) fields.fail("edges_ns", "do not ascend");
  series.service = read_slices(fields.object("service"), series.edges_ns);
  if (fields.has("response")) series.response = read_slices(fields.object("response"), series.edges_ns);
  return series;
}

}  // namespace ovg::record
