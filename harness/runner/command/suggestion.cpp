#include "harness/runner/command/suggestion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace ovg::runner::command {

namespace {

std::size_t edit_distance(const std::string& left, const std::string& right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

bool is_near(const std::string& given, const std::string& name) {
  if (given.size() >= 3 && name.find(given) != std::string::npos) return true;
  return edit_distance(given, name) <= std::max<std::size_t>(2, given.size() / 4);
}

}  // namespace

std::string suggestion(const std::string& given, const std::vector<std::string>& valid) {
  std::vector<std::string> near;
  for (const std::string& name : valid) {
    if (near.size() < 3 && is_near(given, name)) near.push_back("'" + name + "'");
  }
  if (!near.empty()) return fmt::format("did you mean {}?", fmt::join(near, " or "));
  return "valid are " + joined(valid);
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace ovg::runner::command
