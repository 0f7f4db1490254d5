#pragma once

#include <map>
#include <string>

namespace ovg::child {

/// Makes the process one that has had two threads. libstdc++ leaves out the atomic operations of `shared_ptr`
/// in a process that never had, and a service always has: measured, that is a factor of three on copying a
/// handle.
void become_multithreaded();

/// Variables of the environment that steer a malloc, a collector or the dynamic loader, as found.
std::map<std::string, std::string> memory_variables();

}  // namespace ovg::child
