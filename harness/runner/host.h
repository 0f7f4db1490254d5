#pragma once

#include <nlohmann/json.hpp>

namespace ovg::runner {

/// What of the machine moves numbers, for the manifest. Reads files only, changes nothing, needs no root.
/// What cannot be found out is "n/a".
nlohmann::json describe_host();

}  // namespace ovg::runner
