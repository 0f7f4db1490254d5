#include "harness/runner/command/option_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "harness/runner/os/environment.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

template <class Number>
bool read_all(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stopped == end;
}

bool is_variable_name(const std::string& name) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), is_word);
}

}  // namespace

std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t lowest,
                           std::uint64_t highest) {
  std::uint64_t value = 0;
  if (!read_all(text, value) || value < lowest || value > highest) {
    throw os::UsageError(
        fmt::format("{} wants a whole number from {} to {}, not '{}'", option, lowest, highest, text));
  }
  return value;
}

double number(const std::string& option, const std::string& text, const std::string& unit, double lowest,
              double highest) {
  double value = 0;
  if (!read_all(text, value) || !std::isfinite(value) || value < lowest || value > highest) {
    throw os::UsageError(
        fmt::format("{} wants {} from {} to {}, not '{}'", option, unit, lowest, highest, text));
  }
  return value;
}

double seconds(const std::string& option, const std::string& text) {
  constexpr double kLongest = 86'400;
  double value = 0;
  if (!read_all(text, value) || !std::isfinite(value) || value <= 0 || value > kLongest) {
    throw os::UsageError(
        fmt::format("{} wants seconds above 0 and up to {}, not '{}'", option, kLongest, text));
  }
  return value;
}

std::vector<std::pair<std::string, std::string>> assignments(const std::string& option,
                                                             const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || !is_variable_name(name)) {
      throw os::UsageError(
          fmt::format("{} wants NAME=VALUE, such as {} GC_MARKERS=1, not '{}'", option, option, text));
    }
    if (name == os::kPaddingVariable)
      throw os::UsageError(fmt::format("{} cannot set {}: the runner does", option, name));
    const auto same =
        std::find_if(found.begin(), found.end(), [&](const auto& pair) { return pair.first == name; });
    if (same != found.end())
      throw os::UsageError(fmt::format("{} sets {} twice: give it once", option, name));
    found.emplace_back(name, text.substr(equals + 1));
  }
  return found;
}

}  // namespace ovg::runner::command
