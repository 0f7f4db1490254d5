#include "harness/record/histogram_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ovg::record {

using measure::Histogram;

std::string histogram_text(const Histogram& histogram) {
  const nlohmann::json head = {
      {"significant_digits", Histogram::kSignificantDigits},
      {"sub_bucket_count", Histogram::kSubBucketCount},
      {"min", histogram.min_ns()},
      {"max", histogram.max_ns()},
      {"total", histogram.total()},
      {"sum", std::llround(histogram.approximate_sum_ns())},
  };
  std::string text = head.dump();
  text.back() = ',';
  text += "\"counts\":[";
  const char* separator = "";
  for (const auto& [index, count] : histogram.sparse()) {
    text.append(separator).append("[").append(std::to_string(index)).append(",");
    text.append(std::to_string(count)).append("]");
    separator = ",";
  }
  return text.append("]}");
}

namespace {

void check_geometry(const JsonFields& fields) {
  if (fields.count("significant_digits") != Histogram::kSignificantDigits) {
    fields.fail("significant_digits", "is not 3");
  }
  if (fields.count("sub_bucket_count") != Histogram::kSubBucketCount) {
    fields.fail("sub_bucket_count", "is not 2048");
  }
}

void add_counts(const JsonFields& fields, Histogram& histogram) {
  std::size_t next_allowed = 0;
  for (const auto& pair : fields.list("counts")) {
    const bool well_formed = pair.is_array() && pair.size() == 2 && is_count(pair[0]) && is_count(pair[1]) &&
                             pair[1].get<std::uint64_t>() > 0;
    if (!well_formed) fields.fail("counts", "holds something else than [index, count above 0]");
    const auto index = pair[0].get<std::size_t>();
    if (index < next_allowed) fields.fail("counts", "is not in ascending order");
    if (index >= Histogram::bucket_count()) fields.fail("counts", "holds an index beyond 1 h");
    histogram.add_at_index(index, pair[1].get<std::uint64_t>());
    next_allowed = index + 1;
  }
}

/// A child in another language may know its extremes exactly; they have to lie in the outermost buckets in
/// use.
void check_extreme(const JsonFields& fields, std::string_view name, std::uint64_t expected) {
  const std::uint64_t reported = std::min(fields.count(name), Histogram::kHighestNs);
  const std::uint64_t clamped = std::min(expected, Histogram::kHighestNs);
  if (Histogram::index_of(reported) != Histogram::index_of(clamped)) fields.fail(name, "contradicts counts");
}

}  // namespace

Histogram histogram_from(const JsonFields& parent, std::string_view name) {
  const JsonFields fields = parent.object(name);
  check_geometry(fields);
  Histogram histogram;
  add_counts(fields, histogram);
  if (fields.count("total") != histogram.total()) fields.fail("total", "contradicts counts");
  check_extreme(fields, "min", histogram.min_ns());
  check_extreme(fields, "max", histogram.max_ns());
  fields.number("sum");
  return histogram;
}

}  // namespace ovg::record
