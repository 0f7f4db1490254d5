#pragma once

#include <filesystem>
#include <string>

namespace ovg::runner::os {

/// The last line of what a process printed that says something, without control characters and cut to a
/// length that fits a message. Empty where there is none, or no such file.
std::string last_line(const std::filesystem::path& log);

}  // namespace ovg::runner::os
