#include "harness/runner/host/host_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace ovg::runner::host {

namespace {

constexpr const char* kCpus = "/sys/devices/system/cpu";

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.pop_back();
  return text;
}

std::optional<std::string> unless_empty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

/// What follows the key in a line, or nothing when the line has another.
std::optional<std::string> value_of(std::string_view line, std::string_view key) {
  if (line.substr(0, key.size()) != key) return std::nullopt;
  const std::string_view rest = line.substr(key.size());
  const auto separator = rest.find_first_not_of(" \t");  // "model name	: X" as well as "nr_throttled 3"
  if (separator == std::string_view::npos || (separator == 0 && rest[0] != ':')) return std::nullopt;
  const auto value = rest.find_first_not_of(" \t", separator + (rest[separator] == ':' ? 1 : 0));
  return value == std::string_view::npos ? std::nullopt : std::optional(std::string(rest.substr(value)));
}

}  // namespace

std::optional<std::string> HostFiles::text(std::string_view name) const {
  const std::ifstream stream(path(name));
  std::ostringstream whole;
  whole << stream.rdbuf();  // a file that cannot be read to its end is no exception
  return unless_empty(trimmed(whole.str()));
}

std::optional<std::uint64_t> HostFiles::number(std::string_view name) const {
  return leading_number(text(name).value_or(""));
}

std::optional<std::string> HostFiles::field(std::string_view name, std::string_view key) const {
  std::ifstream stream(path(name));
  for (std::string line; std::getline(stream, line);) {
    auto value = value_of(line, key);
    if (value) return value;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> HostFiles::field_number(std::string_view name, std::string_view key) const {
  return leading_number(field(name, key).value_or(""));
}

std::optional<std::string> HostFiles::choice(std::string_view name) const {
  auto all = text(name);
  if (!all) return all;
  const auto open = all->find('[');
  const auto close = all->find(']', open);
  const bool bracketed = open != std::string::npos && close != std::string::npos;
  return bracketed ? all->substr(open + 1, close - open - 1) : all;
}

std::vector<std::string> HostFiles::cpus() const {
  std::vector<std::uint64_t> numbers;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path(kCpus), ignored)) {
    const std::string name = entry.path().filename().string();
    const bool is_cpu =
        name.size() > 3 && name.rfind("cpu", 0) == 0 && name.find_first_not_of("0123456789", 3) == std::string::npos;
    if (is_cpu) numbers.push_back(leading_number(name.substr(3)).value_or(0));
  }
  std::ranges::sort(numbers);
  std::vector<std::string> names;
  for (const std::uint64_t number : numbers) names.push_back(fmt::format("{}/cpu{}", kCpus, number));
  return names;
}

std::optional<std::uint64_t> leading_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  return end.ec == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace ovg::runner::host
