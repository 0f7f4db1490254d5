#include "harness/runner/os/sha256.h"

#include <fmt/format.h>

#include <sstream>

#include "harness/runner/os/environment.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/os/watch.h"

namespace ovg::runner::os {

std::vector<std::string> sha256_of(const std::vector<std::filesystem::path>& files, Signals& signals) {
  if (files.empty()) return {};  // sha256sum would read its input
  constexpr double kTimeoutS = 60;
  constexpr std::size_t kHexDigits = 64;
  // --zero: no escapes in front of a sum whose file has an odd name.
  ProcessSpec spec{
      {"sha256sum", "--zero", "--"}, as_environment(child_variables({})), {}, Channel::kStandardOutput};
  for (const auto& file : files) spec.argv.push_back(file.string());
  std::string answer;
  const ProcessOutcome outcome =
      watch(spec, kTimeoutS, signals, [&](std::string_view data) { answer += data; });

  if (outcome.interrupted) throw Interrupted{signals.arrived()};
  std::vector<std::string> sums;
  std::istringstream lines(answer);
  for (std::string line; std::getline(lines, line, '\0');) sums.push_back(line.substr(0, kHexDigits));
  if (outcome.exit_code != 0 || sums.size() != files.size()) {
    throw UsageError(fmt::format(
        "sha256sum could not read {} and its like: build the suite again, and see that coreutils is "
        "installed",
        files.front().string()));
  }
  return sums;
}

}  // namespace ovg::runner::os
