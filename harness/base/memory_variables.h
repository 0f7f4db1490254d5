#pragma once

#include <map>
#include <string>

namespace ovg::base {

/// Variables of this process's environment that steer a malloc, a collector or the dynamic loader, as found.
std::map<std::string, std::string> memory_variables();

}  // namespace ovg::base
