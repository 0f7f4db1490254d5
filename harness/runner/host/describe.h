#pragma once

#include <nlohmann/json_fwd.hpp>

#include "harness/record/json_fields.h"
#include "harness/runner/host/host_files.h"

namespace ovg::runner::host {

/// What of the machine moves numbers, for the manifest. Reads only, changes nothing, needs no root; takes
/// some milliseconds. What cannot be found out is "n/a".
record::CarriedJson describe_host(const HostFiles& files);

/// The part of it that changes while a run goes on: load, steal, pressure, throttling, frequencies, memory.
nlohmann::json describe_host_state(const HostFiles& files);

}  // namespace ovg::runner::host
