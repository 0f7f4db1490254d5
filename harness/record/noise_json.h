#pragma once

#include <nlohmann/json_fwd.hpp>

#include "harness/record/json_fields.h"
#include "harness/record/noise.h"

namespace ovg::record {

/// An object with a field for each reading, null for what is absent. Throws RecordError rather than write a
/// number that is not finite.
nlohmann::json to_json(const Noise& noise);

/// Throws RecordError that names the field.
Noise read_noise(const JsonFields& fields);

}  // namespace ovg::record
