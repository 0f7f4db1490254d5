#pragma once

#include <nlohmann/json.hpp>

#include "harness/record/json_fields.h"
#include "harness/runner/run_directory/manifest.h"

namespace ovg::runner::run_directory {

/// With the table of metrics, which readers of results need.
std::string manifest_text(const Manifest& manifest);

/// Throws record::RecordError that names the field.
Manifest manifest_from_json(const nlohmann::json& value);

}  // namespace ovg::runner::run_directory
