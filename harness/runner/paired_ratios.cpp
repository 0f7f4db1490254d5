#include "harness/runner/paired_ratios.h"

#include <algorithm>
#include <optional>

namespace ovg::runner {

namespace {

std::optional<double> value_in_block(const std::vector<const record::Trial*>& trials,
                                     const std::string& metric) {
  std::vector<double> values;
  for (const record::Trial* trial : trials) {
    const auto found = trial->metrics.find(metric);
    if (found != trial->metrics.end()) values.push_back(found->second.value);
  }
  if (values.empty()) return std::nullopt;
  return median(std::move(values));
}

}  // namespace

PairedRatios::PairedRatios(const std::vector<record::Trial>& trials) {
  for (const record::Trial& trial : trials) {
    if (trial.status == record::Status::kOk) trials_[trial.cell][trial.block].push_back(&trial);
  }
}

std::vector<double> PairedRatios::of(const record::Cell& cell, const record::Cell& base,
                                     const std::string& metric) const {
  std::vector<double> ratios;
  const auto of_cell = trials_.find(cell);
  const auto of_base = trials_.find(base);
  if (of_cell == trials_.end() || of_base == trials_.end()) return ratios;
  for (const auto& [block, trials] : of_cell->second) {
    const auto paired = of_base->second.find(block);
    if (paired == of_base->second.end()) continue;
    const std::optional<double> value = value_in_block(trials, metric);
    const std::optional<double> base_value = value_in_block(paired->second, metric);
    if (value && base_value && *value > 0 && *base_value > 0) ratios.push_back(*value / *base_value);
  }
  return ratios;
}

bool PairedRatios::has_note(const record::Cell& cell, std::string_view note) const {
  const auto found = trials_.find(cell);
  if (found == trials_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto& block) {
    return std::any_of(block.second.begin(), block.second.end(), [&](const record::Trial* trial) {
      return std::find(trial->notes.begin(), trial->notes.end(), note) != trial->notes.end();
    });
  });
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
}

}  // namespace ovg::runner
