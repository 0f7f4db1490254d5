#include "harness/runner/os/tools.h"

#include <sstream>
#include <string>

#include "harness/runner/os/environment.h"
#include "harness/runner/os/process.h"
#include "harness/runner/os/usage_error.h"

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
  const ProcessOutcome outcome = watch(spec, kTimeoutS, signals, [&](std::string_view data) { answer += data; });
  if (outcome.interrupted) throw Interrupted{signals.arrived()};
  if (outcome.timed_out) {
    throw UsageError("the libraries of {} could not be found within {} s: run it by hand", program.string(), kTimeoutS);
  }
  std::set<std::filesystem::path> found;
  std::istringstream lines(answer);
  for (std::string line; std::getline(lines, line);) {
    const std::string path = path_in(line);
    if (!path.empty()) found.insert(path);
  }
  return found;
}

std::map<std::filesystem::path, std::string> sha256_of(const std::set<std::filesystem::path>& files, Signals& signals) {
  if (files.empty()) return {};  // sha256sum would read its input
  constexpr double kTimeoutS = 60;
  constexpr std::size_t kHexDigits = 64;
  // --zero: no escapes in front of a sum whose file has an odd name.
  ProcessSpec spec{{"sha256sum", "--zero", "--"}, as_environment(child_variables({})), {}, Channel::kStandardOutput};
  for (const auto& file : files) spec.argv.push_back(file.string());
  std::string answer;
  const ProcessOutcome outcome = watch(spec, kTimeoutS, signals, [&](std::string_view data) { answer += data; });

  if (outcome.interrupted) throw Interrupted{signals.arrived()};
  std::map<std::filesystem::path, std::string> sums;
  std::istringstream lines(answer);
  auto file = files.begin();  // they are answered in their order
  for (std::string line; file != files.end() && std::getline(lines, line, '\0'); ++file) {
    sums[*file] = line.substr(0, kHexDigits);
  }
  if (outcome.exit_code != 0 || sums.size() != files.size()) {
    throw UsageError(
        "sha256sum could not read {} and its like: build the suite again, and see that coreutils is "
        "installed",
        files.begin()->string());
  }
  return sums;
}

}  // namespace ovg::runner::os
