#include "harness/session/prediction.h"

#include <array>
#include <cstddef>

namespace ovg::session {

std::string_view name_of(Expect expect) {
  constexpr std::array<std::string_view, 3> kNames{"less", "more", "alike"};
  return kNames.at(static_cast<std::size_t>(expect));
}

}  // namespace ovg::session
