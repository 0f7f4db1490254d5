#include "harness/record/stops.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ovg::record {

SteadyStops::SteadyStops(const ChildResult& result) : interruptions_(std::max(result.threads, 1U)) {
  for (const PhaseRecord& phase : result.phases) {
    if (phase.phase == "steady") steady_ = {phase.start_ns, phase.start_ns + phase.length_ns};
  }
  for (const Gap& gap : result.interruptions) {
    if (gap.thread < interruptions_.size()) {
      interruptions_[gap.thread].push_back({gap.start_ns, gap.length_ns});
    }
  }
  for (const Gap& pause : result.pauses) pauses_.push_back({pause.start_ns, pause.length_ns});
}

std::optional<double> SteadyStops::mmu_of_interruptions(std::uint64_t window_ns) const {
  std::optional<double> lowest;
  for (const auto& stops : interruptions_) {
    const std::optional<double> one = mmu(stops, steady_, window_ns);
    if (one) lowest = std::min(*one, lowest.value_or(1));
  }
  return lowest;
}

std::optional<double> SteadyStops::mmu_of_pauses(std::uint64_t window_ns) const {
  return mmu(pauses_, steady_, window_ns);
}

std::string SteadyStops::curves_text() const {
  std::vector<MmuPoint> lowest = mmu_curve(interruptions_.front(), steady_);
  for (std::size_t thread = 1; thread < interruptions_.size(); ++thread) {
    const std::vector<MmuPoint> one = mmu_curve(interruptions_[thread], steady_);
    for (std::size_t point = 0; point < one.size(); ++point) {
      lowest[point].mmu = std::min(lowest[point].mmu, one[point].mmu);
      lowest[point].bmu = std::min(lowest[point].bmu, one[point].bmu);
    }
  }
  const std::vector<MmuPoint> of_pauses = mmu_curve(pauses_, steady_);
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t point = 0; point < lowest.size(); ++point) {
    rows.push_back({lowest[point].window_ns, lowest[point].mmu, lowest[point].bmu, of_pauses[point].mmu,
                    of_pauses[point].bmu});
  }
  const nlohmann::json curves = {{"columns", {"window_ns", "mmu", "bmu", "gc_mmu", "gc_bmu"}},
                                 {"rows", rows}};
  return curves.dump();
}

}  // namespace ovg::record
