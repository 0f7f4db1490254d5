#include "harness/session/registry.h"

#include <algorithm>

namespace ovg::session {

const Answer* Registry::find(std::string_view workload) const {
  const auto found = std::find_if(answers_.begin(), answers_.end(),
                                  [&](const Answer& answer) { return answer.card.name == workload; });
  return found == answers_.end() ? nullptr : &*found;
}

const NotApplicable* Registry::declined(std::string_view workload, std::string_view config, unsigned threads) const {
  const auto found = std::find_if(not_applicable_.begin(), not_applicable_.end(), [&](const NotApplicable& entry) {
    return entry.workload == workload && entry.covers(config, threads);
  });
  return found == not_applicable_.end() ? nullptr : &*found;
}

}  // namespace ovg::session
