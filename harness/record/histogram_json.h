#pragma once

#include <string>

#include "harness/measure/histogram.h"
#include "harness/record/json_fields.h"

namespace ovg::record {

/// HISTOGRAM of docs/protocol.md as compact JSON text. Text rather than a JSON value: a value of a few
/// thousand buckets would cost the child megabytes.
std::string histogram_text(const measure::Histogram& histogram);

/// The histogram in field `name`. Throws RecordError when a field is missing, when the geometry is not ours,
/// or when total, min or max contradict the counts.
measure::Histogram histogram_from(const JsonFields& parent, std::string_view name);

}  // namespace ovg::record
