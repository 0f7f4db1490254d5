#include "harness/runner/plan/pairs.h"

#include <fmt/format.h>

#include "harness/runner/plan/plan_cell.h"
#include "harness/runner/plan/selection.h"

namespace ovg::runner::plan {

namespace {

PlannedCell on_head(const PlannedCell& base, const catalogue::Catalogue& catalogue) {
  const auto [planned, unknown] = plan_named_cell(base.cell, catalogue);
  PlannedCell head = unknown.empty() ? planned : base;
  if (!unknown.empty()) {
    head.status = record::Status::kNotApplicable;
    head.reason = unknown;
  }
  head.headline = base.headline;
  head.heap_factor = base.heap_factor;
  head.cell.side = record::kHeadSide;
  return head;
}

void settle(const PlannedCell& idle, PlannedCell& alone) {
  alone.status = record::Status::kNotApplicable;
  alone.reason = fmt::format("the {} side cannot run it: {}", idle.cell.side, idle.reason);
}

}  // namespace

std::vector<PlannedCell> on_both_sides(const std::vector<PlannedCell>& base, const catalogue::Catalogue& head) {
  std::vector<PlannedCell> cells;
  for (const PlannedCell& planned : base) {
    cells.push_back(planned);
    cells.back().cell.side = record::kBaseSide;
    cells.push_back(on_head(planned, head));
  }
  settle_pairs(cells);
  return cells;
}

void settle_pairs(std::vector<PlannedCell>& cells) {
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    if (cells[i].cell.side != record::kBaseSide) continue;
    PlannedCell& base = cells[i];
    PlannedCell& head = cells[i + 1];
    if (base.can_run() && !head.can_run()) settle(head, base);
    if (head.can_run() && !base.can_run()) settle(base, head);
  }
}

}  // namespace ovg::runner::plan
