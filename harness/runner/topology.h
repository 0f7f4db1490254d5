#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "harness/runner/host_files.h"

namespace ovg::runner {

/// {sockets, cores, threads_per_core} as the kernel numbers them, threads of the core that has most; "n/a"
/// where it does not.
nlohmann::json describe_topology(const HostFiles& files);

/// A file below every CPU's folder, such as "cpufreq/scaling_governor": one text where all agree, else a list
/// in the order of the CPUs; "n/a" where no CPU has it.
nlohmann::json of_every_cpu(const HostFiles& files, const std::string& file);

}  // namespace ovg::runner
