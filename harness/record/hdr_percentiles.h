#pragma once

#include <string>

#include "harness/measure/histogram.h"

namespace ovg::record {

/// The percentile distribution (.hgrm) that HdrHistogram's outputPercentileDistribution prints, at 5 levels
/// per halving of the distance to 100 %. Values are ms, which is what its log processor prints and its
/// plotters take them for, with the 6 decimals that keep every ns; a comment at the end says so. Mean and
/// deviation come from the middles of the buckets.
std::string percentile_distribution(const measure::Histogram& histogram);

}  // namespace ovg::record
