#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/measure/histogram.h"

namespace ovg::record {

/// A histogram log (.hlog) of version 1.3 is this header and then its lines. `started_unix_ms` is the wall
/// clock at the zero of the lines' offsets. Source of the format: HdrHistogram's HistogramLogWriter.
std::string hdr_log_header(std::uint64_t started_unix_ms);

/// One histogram of an interval that began `offset_ms` after the start and took `length_ms`. The tag tells
/// histograms of one interval apart ("service"); it holds neither commas nor white space. The largest
/// value, which readers show without decoding, is in ms. Throws RecordError where `hdr_encoded` does.
std::string hdr_log_line(std::string_view tag, std::uint64_t offset_ms, std::uint64_t length_ms,
                         const measure::Histogram& histogram);

}  // namespace ovg::record
