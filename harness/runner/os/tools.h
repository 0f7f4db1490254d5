#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "harness/runner/os/environment.h"
#include "harness/runner/os/signals.h"

namespace ovg::runner::os {

/// The shared libraries that a program would get in this environment, preloaded ones among them, by the paths
/// at which the dynamic linker finds them. The linker is asked itself (LD_TRACE_LOADED_OBJECTS of glibc's
/// ld.so): it lists them instead of starting the program. Empty for a program that is linked statically,
/// which is started without arguments. Throws UsageError when it does not end within 10 s, and Interrupted.
std::set<std::filesystem::path> linked_libraries(const std::filesystem::path& program, Variables variables,
                                                 Signals& signals);

/// The SHA-256 of each file, by its path, as 64 hex digits, from sha256sum of coreutils. Throws UsageError
/// when a file cannot be read, and Interrupted.
std::map<std::filesystem::path, std::string> sha256_of(const std::set<std::filesystem::path>& files, Signals& signals);

}  // namespace ovg::runner::os
