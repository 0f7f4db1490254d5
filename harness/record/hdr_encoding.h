#pragma once

#include <string>

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

}  // namespace ovg::record
