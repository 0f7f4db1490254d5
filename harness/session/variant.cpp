#include "harness/session/variant.h"

#include <algorithm>

namespace ovg::session {

const Config* VariantCard::find(std::string_view config) const {
  const auto found =
      std::find_if(configs.begin(), configs.end(), [&](const Config& candidate) { return candidate.name == config; });
  return found == configs.end() ? nullptr : &*found;
}

void Variant::begin(const HeapRequest& /*request*/, measure::PauseLog& /*pauses*/) {}

}  // namespace ovg::session
