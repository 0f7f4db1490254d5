#pragma once

#include <span>
#include <string_view>

namespace ovg::record {

/// What a number of a trial is: said here and nowhere else. Manifests carry the table to those who read
/// results.
struct Metric {
  std::string_view name;
  std::string_view unit;    // such as "ns"
  std::string_view better;  // "less" or "more"
  std::string_view kind;    // "time", "bytes", "count" or "share"
  std::string_view family;  // what readers pick it by: "cpu", "throughput", "service", "response",
                            // "interruptions", "collections", "memory"; empty for none of these
  std::string_view words;   // as people call it, inside a sentence
};

/// Every metric that a trial can have, in the order of docs/protocol.md.
std::span<const Metric> metrics();

}  // namespace ovg::record
