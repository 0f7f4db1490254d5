#include "harness/runner/os/linked_libraries.h"

#include <fmt/format.h>

#include <sstream>
#include <string>

#include "harness/runner/os/usage_error.h"
#include "harness/runner/os/watch.h"

namespace ovg::runner::os {

namespace {

/// The path in a line such as "\tlibm.so.6 => /lib/libm.so.6 (0x00007f...)" or "\t/lib/ld.so (0x00007f...)";
/// empty where there is none.
std::string path_in(const std::string& line) {
  const auto arrow = line.find(" => ");
  const auto begin = arrow == std::string::npos ? line.find_first_not_of(" \t") : arrow + 4;
  const auto end = line.rfind(" (0x");
  if (begin == std::string::npos || end == std::string::npos || end <= begin) return {};
  std::string path = line.substr(begin, end - begin);
  if (path.find('/') == std::string::npos) path.clear();  // the kernel's own, which is in no file
  return path;
}

}  // namespace

std::set<std::filesystem::path> linked_libraries(const std::filesystem::path& program, Variables variables,
                                                 Signals& signals) {
  constexpr double kTimeoutS = 10;
  variables.insert({"LD_TRACE_LOADED_OBJECTS", "1"});
  const ProcessSpec spec{{program.string()}, as_environment(variables), {}, Channel::kStandardOutput};
  std::string answer;
  const ProcessOutcome outcome =
      watch(spec, kTimeoutS, signals, [&](std::string_view data) { answer += data; });
  if (outcome.interrupted) throw Interrupted{signals.arrived()};
  if (outcome.timed_out) {
    throw UsageError(fmt::format("the libraries of {} could not be found within {} s: run it by hand",
                                 program.string(), kTimeoutS));
  }
  std::set<std::filesystem::path> found;
  std::istringstream lines(answer);
  for (std::string line; std::getline(lines, line);) {
    const std::string path = path_in(line);
    if (!path.empty()) found.insert(path);
  }
  return found;
}

}  // namespace ovg::runner::os
