#include "harness/runner/os/log_file.h"

#include <algorithm>
#include <cctype>
#include <fstream>

namespace ovg::runner::os {

std::string last_line(const std::filesystem::path& log) {
  constexpr std::size_t kLongest = 160;
  constexpr std::streamoff kTail = 4096;
  std::error_code ignored;
  const auto size = std::filesystem::file_size(log, ignored);
  std::ifstream stream(log);
  if (!ignored && static_cast<std::streamoff>(size) > kTail) stream.seekg(-kTail, std::ios::end);
  std::string line;
  std::string last;
  while (std::getline(stream, line)) {
    if (!line.empty()) last = line;
  }
  std::replace_if(
      last.begin(), last.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return last.substr(0, kLongest);
}

}  // namespace ovg::runner::os
