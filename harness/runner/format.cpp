#include "harness/runner/format.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace ovg::runner {

namespace {

template <std::size_t N>
std::string scaled(double value, const std::array<std::pair<double, const char*>, N>& units) {
  std::size_t unit = 0;
  // 999.6 would be printed as 1000 of the smaller unit.
  while (unit + 1 < N && value >= 0.9995 * units[unit + 1].first) ++unit;
  const double shown = value / units[unit].first;
  const int decimals = unit == 0 || shown >= 99.95 ? 0 : shown >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f} {}", shown, decimals, units[unit].second);
}

}  // namespace

std::string short_time(double ns) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits = {
      {{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}}};
  return scaled(ns, kUnits);
}

std::string short_bytes(double bytes) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits = {
      {{1, "B"}, {1024, "KiB"}, {1024 * 1024, "MiB"}, {1024 * 1024 * 1024, "GiB"}}};
  return scaled(bytes, kUnits);
}

std::string long_time(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(std::max(seconds, 0.0)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string wrapped(const std::string& prefix, const std::string& clauses) {
  constexpr std::size_t kColumns = 100;
  std::string text = prefix;
  std::size_t column = prefix.size();
  for (std::size_t begin = 0; begin < clauses.size();) {
    const std::size_t comma = clauses.find(", ", begin);
    const std::size_t end = comma == std::string::npos ? clauses.size() : comma + 2;
    const std::string clause = clauses.substr(begin, end - begin);
    if (begin > 0 && column + clause.size() > kColumns) {
      text.pop_back();  // the blank behind the comma
      text += "\n    ";
      column = 4;
    }
    text += clause;
    column += clause.size();
    begin = end;
  }
  return text + "\n";
}

}  // namespace ovg::runner
