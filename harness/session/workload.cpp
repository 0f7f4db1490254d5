#include "harness/session/workload.h"

#include <algorithm>
#include <array>

namespace ovg::session {

namespace {
constexpr std::array<std::string_view, 4> kScaleNames{"smoke", "quick", "default", "full"};
}

std::string_view name_of(Scale scale) {
  return kScaleNames.at(static_cast<std::size_t>(scale));
}

std::optional<Scale> scale_named(std::string_view name) {
  const auto* const found = std::find(kScaleNames.begin(), kScaleNames.end(), name);
  if (found == kScaleNames.end()) return std::nullopt;
  return static_cast<Scale>(found - kScaleNames.begin());
}

}  // namespace ovg::session
