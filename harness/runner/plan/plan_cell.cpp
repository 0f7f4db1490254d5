#include "harness/runner/plan/plan_cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "harness/runner/plan/selection.h"

namespace ovg::runner::plan {

using record::Status;

namespace {

/// Why a variant cannot answer a workload, or ok.
std::pair<Status, std::string> answer_state(const catalogue::VariantCard& variant, const record::Cell& cell) {
  if (!variant.program.unavailable.empty()) return {Status::kUnavailable, variant.program.unavailable};
  for (const catalogue::Declined& declined : variant.not_applicable) {
    const bool covers = declined.config.value_or(cell.config) == cell.config && cell.threads >= declined.from_threads;
    if (declined.workload == cell.workload && covers) return {Status::kNotApplicable, declined.reason};
  }
  if (variant.find_workload(cell.workload) != nullptr) return {Status::kOk, ""};
  return {Status::kNotApplicable,
          fmt::format("variant {} has no answer to workload {}", variant.program.variant, cell.workload)};
}

template <class Item, class Projection>
const Item* find(const std::vector<Item>& items, const std::string& name, Projection projection) {
  const auto found = std::ranges::find(items, name, projection);
  return found == items.end() ? nullptr : &*found;
}

/// The first parameter of the cell that its workload or its variant does not offer, or nothing.
std::string unknown_parameter(const record::Cell& cell, const catalogue::WorkloadCard& workload,
                              const catalogue::VariantCard& variant) {
  if (cell.threads > workload.max_threads) {
    return fmt::format("{} runs with at most {} threads", cell.workload, workload.max_threads);
  }
  if (cell.live_mib && std::ranges::find(workload.live_mib, *cell.live_mib) == workload.live_mib.end()) {
    return fmt::format("{} offers no live set of {} MiB", cell.workload, *cell.live_mib);
  }
  if (!cell.live_mib && !workload.live_mib.empty()) {
    return fmt::format("{} has a live size, which is missing", cell.workload);
  }
  if (cell.heap_limit_bytes && !variant.heap_limit) {
    return fmt::format("variant {} has no heap to limit", cell.variant);
  }
  return {};
}

}  // namespace

PlannedCell plan_cell(const record::Cell& cell, const catalogue::VariantCard& variant,
                      const catalogue::ConfigCard& config, const catalogue::FoundAllocator& allocator) {
  PlannedCell planned;
  planned.apart = config.apart;
  planned.atomic_counts = config.atomic_counts;
  planned.cell = cell;
  planned.group = variant.group;
  std::tie(planned.status, planned.reason) = answer_state(variant, cell);
  if (planned.can_run() && !config.unavailable.empty()) {
    planned.status = Status::kUnavailable;
    planned.reason = config.unavailable;
  }
  if (planned.can_run() && config.single_threaded && cell.threads > 1) {
    planned.status = Status::kNotApplicable;
    planned.reason = fmt::format("a process of {} never has a second thread",
                                 record::variant_label(variant.program.variant, config.name));
  }
  if (planned.can_run() && !allocator.available()) {
    planned.status = Status::kUnavailable;
    planned.reason = allocator.how_to_install();
  }
  return planned;
}

bool worth_measuring(const catalogue::VariantCard& variant, const std::string& allocator) {
  return std::ranges::find(variant.allocators, allocator) != variant.allocators.end();
}

NamedCell plan_named_cell(const record::Cell& cell, const catalogue::Catalogue& catalogue) {
  const auto unknown = [](const std::string& what) { return NamedCell{{}, what}; };
  const catalogue::VariantCard* variant =
      find(catalogue.variants, cell.variant, [](const auto& card) { return card.program.variant; });
  if (variant == nullptr) return unknown(fmt::format("there is no variant '{}'", cell.variant));
  const catalogue::FoundAllocator* allocator =
      find(catalogue.allocators, cell.allocator, [](const auto& found) { return found.allocator.name; });
  if (allocator == nullptr) return unknown(fmt::format("there is no allocator '{}'", cell.allocator));
  // Of a variant that is not there nothing else is known.
  if (!variant->program.unavailable.empty()) return {plan_cell(cell, *variant, {}, *allocator), ""};

  const catalogue::ConfigCard* config = find(variant->configs, cell.config, &catalogue::ConfigCard::name);
  if (config == nullptr) {
    return unknown(fmt::format("variant {} has no config '{}'", cell.variant, cell.config));
  }
  if (!worth_measuring(*variant, cell.allocator)) {
    return unknown(fmt::format("variant {} does not run over {}", cell.variant, cell.allocator));
  }
  const std::vector<catalogue::WorkloadCard> workloads = catalogue::all_workloads(catalogue.variants);
  const catalogue::WorkloadCard* workload = find(workloads, cell.workload, &catalogue::WorkloadCard::name);
  if (workload == nullptr) return unknown(fmt::format("there is no workload '{}'", cell.workload));
  const std::string parameter = unknown_parameter(cell, *workload, *variant);
  if (!parameter.empty()) return unknown(parameter);
  return {plan_cell(cell, *variant, *config, *allocator), ""};
}

}  // namespace ovg::runner::plan
