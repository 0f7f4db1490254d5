#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "harness/record/child_result.h"

namespace ovg::record {

/// Version of the child protocol (docs/protocol.md section 1).
inline constexpr std::uint64_t kProtocolVersion = 2;

/// The lines that a child writes to the descriptor it was given, each with its line feed. Text that is not
/// UTF-8 is repaired with replacement characters. The result line costs its own length in memory and little
/// more.
std::string phase_line(std::string_view phase);
std::string failed_line(std::string_view status, std::string_view reason);
std::string to_json_line(const ChildResult& result);

/// The result that a line of type "result" holds. Throws RecordError that names the field which is missing,
/// of another type or in contradiction to another; unknown fields are ignored.
ChildResult child_result_from_json(const nlohmann::json& line);

/// {"service": HISTOGRAM}, and beside it "response" where ops were due at fixed times.
std::string histograms_text(const ChildResult& result);

/// Compact JSON lists of gaps: {start_ns, length_ns} with, where asked for, phase, or phase, cause and
/// thread.
enum class GapFields { kTimes, kPhase, kAll };
std::string gaps_text(const std::vector<Gap>& gaps, GapFields which);

}  // namespace ovg::record
