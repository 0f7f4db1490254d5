#pragma once

#include <string>
#include <vector>

namespace ovg::runner::command {

/// What to tell someone who gave `given` where one of `valid` was asked for: "did you mean 'x'?" for up to
/// three near names, otherwise all of them.
std::string suggestion(const std::string& given, const std::vector<std::string>& valid);

/// "a, b, c"
std::string joined(const std::vector<std::string>& words);

}  // namespace ovg::runner::command
