#include "harness/base/settings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <type_traits>

namespace ovg::base {

namespace {

struct Unit {
  std::string_view ending, word;
  double of_it;  // how much one is in the unit that the ending names
};

constexpr std::array<Unit, 2> kUnits = {{{"_bytes", " MiB", 1 << 20}, {"_ms", " ms", 1}}};

std::string short_number(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  return text.data();
}

std::string in_words(const Setting& setting, const Unit& unit) {
  const auto written = [&](const auto& value) -> std::string {
    using T = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<T, bool>) {
      return value ? "on" : "off";
    } else if constexpr (std::is_same_v<T, std::string>) {
      return value;
    } else {
      return short_number(static_cast<double>(value) / unit.of_it) + std::string(unit.word);
    }
  };
  return std::visit(written, setting);
}

}  // namespace

std::string in_words(const Settings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) {
    const auto* const known =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& unit) { return name.ends_with(unit.ending); });
    const Unit unit = known == kUnits.end() ? Unit{"", "", 1} : *known;
    std::string words = name.substr(0, name.size() - unit.ending.size());
    std::replace(words.begin(), words.end(), '_', ' ');
    text += (text.empty() ? "" : ", ") + words + " " + in_words(value, unit);
  }
  return text;
}

}  // namespace ovg::base
