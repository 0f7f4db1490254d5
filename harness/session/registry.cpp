#include "harness/session/registry.h"

#include <algorithm>

namespace ovg::session {

const Answer* Registry::find(std::string_view workload) const {
  const auto found = std::find_if(answers_.begin(), answers_.end(),
                                  [&](const Answer& answer) { return answer.card.name == workload; });
  return found == answers_.end() ? nullptr : &*found;
}

}  // namespace ovg::session
