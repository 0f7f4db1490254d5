#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/host_files.h"
#include "harness/runner/plan.h"

namespace ovg::runner {

/// What of the host's state will show in the numbers, each with what to do about it; empty on a host that is
/// set up for measuring, and for what it does not tell.
std::vector<std::string> host_warnings(const HostFiles& files);

/// What a child may take: MemAvailable, or what our cgroup's limit leaves when that is less. Absent when
/// neither is told.
std::optional<std::uint64_t> available_bytes(const HostFiles& files);

/// Throws UsageError when the largest live size among cells that can run, times 4, exceeds what is available:
/// swapping, or the kernel's killing, would be measured instead. Four times, because a collector's heap
/// starts at twice the live bytes and fragments, and a smaller machine should rather say so first.
void check_memory(const std::vector<PlannedCell>& cells, const HostFiles& files);

}  // namespace ovg::runner
