#include "harness/record/hdr_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "harness/record/hdr_encoding.h"

namespace ovg::record {

namespace {

double seconds(std::uint64_t ms) {
  return static_cast<double>(ms) / 1e3;
}

}  // namespace

std::string hdr_log_header(std::uint64_t started_unix_ms) {
  const auto whole_seconds = static_cast<std::time_t>(started_unix_ms / 1'000);
  return fmt::format(
      "#[Histogram log format version 1.3]\n"
      "#[StartTime: {:.3f} (seconds since epoch), {:%a %b %d %H:%M:%S UTC %Y}]\n"
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
      seconds(started_unix_ms), fmt::gmtime(whole_seconds));
}

std::string hdr_log_line(std::string_view tag, std::uint64_t offset_ms, std::uint64_t length_ms,
                         const measure::Histogram& histogram) {
  return fmt::format("Tag={},{:.3f},{:.3f},{:.6f},{}\n", tag, seconds(offset_ms), seconds(length_ms),
                     static_cast<double>(histogram.max_ns()) / 1e6, hdr_encoded(histogram));
}

}  // namespace ovg::record
