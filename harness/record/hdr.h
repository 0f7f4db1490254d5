#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/measure/histogram.h"

namespace ovg::record {

/// A histogram in HdrHistogram's compressed V2 encoding, as one word of base64: what its readers in Java,
/// C, JavaScript and others take. Values are ns. Our buckets are HdrHistogram's (measure/histogram.h), so
/// counts go over one to one and nothing is rounded. Throws RecordError when a count exceeds 2^63 - 1, which
/// the encoding cannot hold. Source of the format: HdrHistogram 2.1.12 (https://hdrhistogram.org).
std::string hdr_encoded(const measure::Histogram& histogram);

/// What `hdr_encoded` compresses: a header of 40 bytes, then the counts from bucket 0 to the last in use as
/// zigzag LEB128 of at most 9 bytes, where a negative number stands for so many empty buckets. Big-endian.
std::string hdr_payload(const measure::Histogram& histogram);

/// A histogram log (.hlog) of version 1.3 is this header and then its lines. `started_unix_ms` is the wall
/// clock at the zero of the lines' offsets. Source of the format: HdrHistogram's HistogramLogWriter.
std::string hdr_log_header(std::uint64_t started_unix_ms);

/// One histogram of an interval that began `offset_ms` after the start and took `length_ms`. The tag tells
/// histograms of one interval apart ("service"); it holds neither commas nor white space. The largest
/// value, which readers show without decoding, is in ms. Throws RecordError where `hdr_encoded` does.
std::string hdr_log_line(std::string_view tag, std::uint64_t offset_ms, std::uint64_t length_ms,
                         const measure::Histogram& histogram);

/// The percentile distribution (.hgrm) that HdrHistogram's outputPercentileDistribution prints, at 5 levels
/// per halving of the distance to 100 %. Values are ms, which is what its log processor prints and its
/// plotters take them for, with the 6 decimals that keep every ns; a comment at the end says so. Mean and
/// deviation come from the middles of the buckets.
std::string percentile_distribution(const measure::Histogram& histogram);

}  // namespace ovg::record
