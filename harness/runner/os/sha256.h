#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/runner/os/signals.h"

namespace ovg::runner::os {

/// The SHA-256 of each file as 64 hex digits, from sha256sum of coreutils. Throws UsageError when a file
/// cannot be read, and Interrupted.
std::vector<std::string> sha256_of(const std::vector<std::filesystem::path>& files, Signals& signals);

}  // namespace ovg::runner::os
