#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "harness/record/trial.h"

namespace ovg::record {

/// Version of the lines of results.jsonl and of manifest.json.
inline constexpr std::uint64_t kSchemaVersion = 2;

nlohmann::json to_json(const Cell& cell);
Cell cell_from_json(const nlohmann::json& value);

/// One line with its line feed. Throws RecordError rather than write a number that is not finite.
std::string trial_line(const Trial& trial);

/// Throws RecordError that names the field.
Trial trial_from_json(const nlohmann::json& line);

}  // namespace ovg::record
