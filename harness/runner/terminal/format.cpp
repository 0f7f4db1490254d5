#include "harness/runner/terminal/format.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace ovg::runner::terminal {

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

constexpr std::size_t kIndent = 4;

/// The parts of a text, each but the last with the separator that ends it.
std::vector<std::string> split_after(const std::string& text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t found = text.find(separator, begin);
    const std::size_t end = found == std::string::npos ? text.size() : found + separator.size();
    parts.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return parts;
}

/// Columns of a part without the blank that a line does not end in.
std::size_t without_end(const std::string& part) {
  return part.size() - (part.ends_with(' ') ? 1 : 0);
}

/// Text that grows by parts that are never broken.
class Lines {
 public:
  explicit Lines(const std::string& prefix) : text_(prefix), column_(prefix.size()) {}

  void add(const std::string& part) {
    if (!first_ && column_ + without_end(part) > kColumns) {
      end_line();
      text_ += std::string(kIndent, ' ');
      column_ = kIndent;
    }
    first_ = false;
    text_ += part;
    column_ += part.size();
  }
  std::string take() {
    end_line();
    return std::move(text_);
  }

 private:
  void end_line() {
    while (text_.ends_with(' ')) text_.pop_back();
    text_ += '\n';
  }

  std::string text_;
  std::size_t column_;
  bool first_ = true;
};

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

std::string short_time(double ns) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits = {{{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}}};
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

std::string short_ratio(double ratio) {
  if (ratio < 0.0995) return fmt::format("{:.2g}", ratio);
  return fmt::format("{:.{}f}", ratio, ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 : 2);
}

std::string wrapped(const std::string& prefix, const std::string& clauses) {
  Lines lines(prefix);
  for (const std::string& clause : split_after(clauses, ", ")) {
    if (kIndent + without_end(clause) <= kColumns) {
      lines.add(clause);
    } else {
      for (const std::string& word : split_after(clause, " ")) lines.add(word);
    }
  }
  return lines.take();
}

bool obeys_escapes(int descriptor) {
  const std::string_view term = variable("TERM");
  return isatty(descriptor) == 1 && !term.empty() && term != "dumb";
}

Ink Ink::for_descriptor(int descriptor) {
  return Ink(obeys_escapes(descriptor) && variable("NO_COLOR").empty());
}

std::string Ink::heading(const std::string& text) const {
  return between("\033[1m", text);
}

std::string Ink::trouble(const std::string& text) const {
  return between("\033[1;31m", text);
}

std::string Ink::between(const char* begin, const std::string& text) const {
  if (!on_) return text;
  const std::size_t end = text.find_last_not_of('\n') + 1;
  return begin + text.substr(0, end) + "\033[0m" + text.substr(end);
}

}  // namespace ovg::runner::terminal
