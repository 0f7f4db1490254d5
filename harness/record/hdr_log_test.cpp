#include "harness/record/hdr.h"

#include <gtest/gtest.h>

namespace ovg::record {
namespace {

TEST(HdrLog, HeaderSaysVersionStartAndColumns) {
  EXPECT_EQ(hdr_log_header(1'764'123'456'789),
            "#[Histogram log format version 1.3]\n"
            "#[StartTime: 1764123456.789 (seconds since epoch), Wed Nov 26 02:17:36 UTC 2025]\n"
            "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
}

TEST(HdrLog, ALineSaysTagTimesMaximumAndCounts) {
  measure::Histogram histogram;
  histogram.record(1'234);
  EXPECT_EQ(hdr_log_line("service", 61'500, 250, histogram),
            "Tag=service,61.500,0.250,0.001234," + hdr_encoded(histogram) + "\n");
}

}  // namespace
}  // namespace ovg::record
