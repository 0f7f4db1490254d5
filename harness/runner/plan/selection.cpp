#include "harness/runner/plan/selection.h"

#include <fnmatch.h>

#include <algorithm>
#include <functional>

#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/axes.h"
#include "harness/runner/plan/plan_cell.h"

namespace ovg::runner::plan {

using catalogue::FoundAllocator;
using catalogue::VariantCard;
using catalogue::WorkloadCard;

namespace {

/// What the others are compared with, and therefore measured over more mallocs.
constexpr const char* kReferenceVariant = "unique";

/// The config that is a variant's counterpart to the tuned profiles of mallocs.
constexpr const char* kTunedConfig = "tuned";

bool glob(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

using Matches = std::function<bool(const std::string& pattern)>;

bool selected(const std::vector<std::string>& patterns, const Matches& matches) {
  return patterns.empty() || std::ranges::any_of(patterns, matches);
}

void require_match(const std::string& kind, const std::string& pattern, const std::vector<std::string>& names,
                   bool matched) {
  if (matched) return;
  throw os::UsageError("unknown {} '{}': {}", kind, pattern, command::suggestion(pattern, names));
}

std::vector<WorkloadCard> select_workloads(const std::vector<std::string>& patterns,
                                           const std::vector<VariantCard>& variants) {
  std::vector<WorkloadCard> workloads = catalogue::all_workloads(variants);
  std::vector<std::string> names;
  for (const WorkloadCard& workload : workloads) names.push_back(workload.name);
  for (const std::string& pattern : patterns) {
    require_match("workload", pattern, names,
                  std::ranges::any_of(names, [&](const auto& name) { return glob(pattern, name); }));
  }
  std::erase_if(workloads, [&](const WorkloadCard& workload) {
    return !selected(patterns, [&](const auto& pattern) { return glob(pattern, workload.name); });
  });
  return workloads;
}

void check_variants(const std::vector<std::string>& patterns, const std::vector<VariantCard>& variants) {
  std::vector<std::string> labels;
  for (const VariantCard& variant : variants) {
    for (const catalogue::ConfigCard& config : variant.configs)
      labels.push_back(record::variant_label(variant.program.variant, config.name));
  }
  for (const std::string& pattern : patterns) {
    bool matched = false;
    for (const VariantCard& variant : variants) {
      for (const catalogue::ConfigCard& config : variant.configs) {
        matched = matched || variant_matches(pattern, variant.program.variant, config.name);
      }
    }
    require_match("variant", pattern, labels, matched);
  }
}

/// Names whose absence ends the run: asked for one by one. What a wide pattern or no pattern brings in may be
/// missing.
void check_allocators(const std::vector<std::string>& patterns, const std::vector<FoundAllocator>& allocators) {
  std::vector<std::string> names;
  for (const auto& found : allocators) names.push_back(found.allocator.name);
  for (const std::string& pattern : patterns) {
    std::vector<const FoundAllocator*> matching;
    for (const auto& found : allocators) {
      if (glob(pattern, found.allocator.name)) matching.push_back(&found);
    }
    require_match("allocator", pattern, names, !matching.empty());
    if (matching.size() == 1 && !matching[0]->available()) throw os::UsageError(matching[0]->how_to_install());
  }
}

bool has_profile(const VariantCard& variant) {
  return std::ranges::find(variant.configs, kTunedConfig, &catalogue::ConfigCard::name) != variant.configs.end();
}

/// The cells of one workload and one point of its parameters.
class CellSelection {
 public:
  CellSelection(const command::Choice& choice, const command::Profile& profile, const catalogue::Catalogue& catalogue)
      : choice_(choice), profile_(profile), catalogue_(catalogue) {}

  void add(const WorkloadCard& workload, const Point& point, std::vector<PlannedCell>& cells) const {
    for (const VariantCard& variant : catalogue_.variants) {
      for (const catalogue::ConfigCard& config : variant.configs) {
        if (!takes(variant, config)) continue;
        for (const FoundAllocator& found : catalogue_.allocators) {
          if (!worth_measuring(variant, found.allocator.name) || !takes(workload, variant, config, found)) continue;
          const record::Cell cell{workload.name,  variant.program.variant, config.name,    found.allocator.name,
                                  profile_.scale, point.threads,           point.live_mib, point.load,
                                  point.arrivals};
          add_heaps(plan_cell(cell, variant, config, found), variant, cells);
        }
      }
    }
  }

 private:
  bool takes(const VariantCard& variant, const catalogue::ConfigCard& config) const {
    if (choice_.variants.empty() && has_profile(variant) && (config.name.empty() || config.name == kTunedConfig)) {
      return config.name == headline_of(variant, choice_.malloc_profiles);
    }
    if (choice_.variants.empty()) return profile_.configs_apart || !config.apart;
    return selected(choice_.variants, [&](const auto& pattern) {
      return variant_matches(pattern, variant.program.variant, config.name);
    });
  }

  bool takes(const WorkloadCard& workload, const VariantCard& variant, const catalogue::ConfigCard& config,
             const FoundAllocator& found) const {
    const std::string& name = found.allocator.name;
    if (!choice_.allocators.empty()) {
      return selected(choice_.allocators, [&](const auto& pattern) { return glob(pattern, name); });
    }
    if (!workload.allocates) return name == catalogue_.allocators.front().allocator.name;
    const bool is_reference = variant.program.variant == kReferenceVariant && config.name.empty();
    const auto& mallocs = is_reference ? profile_.reference_mallocs : profile_.mallocs;
    return mallocs.empty() || std::ranges::find(mallocs, name) != mallocs.end();
  }

  void add_heaps(PlannedCell planned, const VariantCard& variant, std::vector<PlannedCell>& cells) const {
    if (!variant.heap_limit) {
      cells.push_back(planned);
    } else if (choice_.sweep == command::Sweep::kHeap) {
      for (const double factor : kHeapFactors) {
        planned.heap_factor = factor;
        cells.push_back(planned);
      }
    } else {
      planned.heap_factor = choice_.heap_multiple;
      if (choice_.heap_limit_mib) planned.cell.heap_limit_bytes = *choice_.heap_limit_mib << 20;
      cells.push_back(planned);
    }
  }

  const command::Choice& choice_;
  const command::Profile& profile_;
  const catalogue::Catalogue& catalogue_;
};

void require_open_loop(const std::vector<PlannedCell>& cells, const command::Choice& choice) {
  const bool any = std::ranges::any_of(cells, [](const PlannedCell& planned) { return planned.cell.load.has_value(); });
  if (choice.arrivals.empty() || any) return;
  throw os::UsageError(
      "--arrivals: no selected cell is in open loop, so that nothing arrives: give a load, such as --load 50");
}

bool any_heap_can_be_limited(const std::vector<PlannedCell>& cells) {
  return std::ranges::any_of(cells, [](const PlannedCell& planned) {
    return planned.can_run() && (planned.heap_factor || planned.cell.heap_limit_bytes);
  });
}

}  // namespace

bool variant_matches(const std::string& pattern, const std::string& variant, const std::string& config) {
  return glob(pattern, record::variant_label(variant, config)) || glob(pattern, variant + ":" + config);
}

std::string headline_of(const VariantCard& variant, bool tuned) {
  return tuned && has_profile(variant) ? kTunedConfig : "";
}

void require_runnable(const std::vector<PlannedCell>& cells) {
  if (runnable_cells(cells) > 0) return;
  if (cells.empty()) {
    throw os::UsageError(
        "nothing to run: the selected variants do not run under the selected allocators (bench_all list "
        "shows which do)");
  }
  throw os::UsageError("nothing to run: {}: {}", record::cell_label(cells[0].cell), cells[0].reason);
}

std::vector<PlannedCell> select_cells(const command::Choice& choice, const command::Profile& profile,
                                      const catalogue::Catalogue& catalogue) {
  check_variants(choice.variants, catalogue.variants);
  check_allocators(choice.allocators, catalogue.allocators);
  const CellSelection selection(choice, profile, catalogue);
  const std::vector<WorkloadCard> workloads = select_workloads(choice.workloads, catalogue.variants);
  std::vector<PlannedCell> cells;
  bool any_point = false;
  for (const WorkloadCard& workload : workloads) {
    for (const Point& point : points_of(workload, choice, profile)) {
      any_point = true;
      selection.add(workload, point, cells);
    }
  }
  require_points(any_point, workloads, choice);
  require_open_loop(cells, choice);
  require_runnable(cells);
  const bool limited = choice.sweep == command::Sweep::kHeap || choice.heap_limit_mib || choice.heap_multiple;
  if (limited && !any_heap_can_be_limited(cells)) {
    throw os::UsageError("none of the selected variants has a heap to limit: select one that collects, such as boehm");
  }
  return cells;
}

}  // namespace ovg::runner::plan
