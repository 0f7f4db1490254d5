#include "harness/runner/plan/load_reference.h"

#include <algorithm>

#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/plan_cell.h"

namespace ovg::runner::plan {

namespace {

constexpr const char* kVariant = "unique";
constexpr const char* kAllocator = "glibc";

record::Cell reference_of(record::Cell cell) {
  cell = record::on_base(record::without_load(cell));
  cell.variant = kVariant;
  cell.config.clear();
  cell.allocator = kAllocator;
  cell.heap_limit_bytes.reset();
  return cell;
}

}  // namespace

bool says_what_full_load_is(const record::Cell& cell) {
  return cell.variant == kVariant && cell.config.empty() && cell.allocator == kAllocator;
}

std::vector<PlannedCell> load_references(const std::vector<PlannedCell>& cells, const catalogue::Catalogue& catalogue) {
  std::vector<PlannedCell> references;
  for (const PlannedCell& planned : cells) {
    if (!planned.cell.load || !planned.can_run()) continue;
    const record::Cell wanted = reference_of(planned.cell);
    if (std::ranges::find(references, wanted, &PlannedCell::cell) != references.end()) continue;
    record::Cell named = wanted;
    named.side.clear();
    NamedCell reference = plan_named_cell(named, catalogue);
    const std::string problem = reference.unknown.empty() ? reference.planned.reason : reference.unknown;
    if (!reference.unknown.empty() || !reference.planned.can_run()) {
      throw os::UsageError(
          "{}: nothing says what 100 % load is, which {} would: {}; give --capacity OPS_PER_S, or --load 0 for a "
          "closed "
          "loop",
          record::cell_label(planned.cell), record::cell_label(named), problem);
    }
    reference.planned.cell = wanted;
    references.push_back(std::move(reference.planned));
  }
  return references;
}

}  // namespace ovg::runner::plan
