#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/runner/command/options.h"

namespace ovg::runner::command {

/// Each throws UsageError that names the option and what it accepts.
std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t lowest,
                           std::uint64_t highest);
double number(const std::string& option, const std::string& text, const std::string& unit, double lowest,
              double highest);
std::string arrivals(const std::string& option, const std::string& text);
double seconds(const std::string& option, const std::string& text);
std::vector<std::pair<std::string, std::string>> assignments(const std::string& option,
                                                             const std::vector<std::string>& texts);

/// `given` names those on the command line. Throws UsageError for options that do not go together, or with
/// their verb.
void check_combinations(const std::set<std::string>& given, const Options& options);

}  // namespace ovg::runner::command
