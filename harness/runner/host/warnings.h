#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/host/host_files.h"

namespace ovg::runner::host {

/// What of the host's state will show in the numbers, each with what to do about it; empty on a host that is
/// set up for measuring, and for what it does not tell.
std::vector<std::string> host_warnings(const HostFiles& files);

/// What a child may take: MemAvailable, or what our cgroup's limit leaves when that is less. Absent when
/// neither is told.
std::optional<std::uint64_t> available_bytes(const HostFiles& files);

}  // namespace ovg::runner::host
