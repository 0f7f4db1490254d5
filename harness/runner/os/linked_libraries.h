#pragma once

#include <filesystem>
#include <set>

#include "harness/runner/os/environment.h"
#include "harness/runner/os/signals.h"

namespace ovg::runner::os {

/// The shared libraries that a program would get in this environment, preloaded ones among them, by the paths
/// at which the dynamic linker finds them. The linker is asked itself (LD_TRACE_LOADED_OBJECTS of glibc's
/// ld.so): it lists them instead of starting the program. Empty for a program that is linked statically,
/// which is started without arguments. Throws UsageError when it does not end within 10 s, and Interrupted.
std::set<std::filesystem::path> linked_libraries(const std::filesystem::path& program, Variables variables,
                                                 Signals& signals);

}  // namespace ovg::runner::os
