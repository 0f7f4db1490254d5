#pragma once

#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner {

/// A cell at default scale: for tests only.
inline record::Cell test_cell(const std::string& workload, const std::string& variant,
                              const std::string& allocator = "glibc") {
  record::Cell cell;
  cell.workload = workload;
  cell.variant = variant;
  cell.allocator = allocator;
  cell.scale = "default";
  return cell;
}

/// A run whose metrics a test chooses, cell by cell and block by block.
struct TestRun {
  std::vector<plan::PlannedCell> cells;
  std::vector<record::Trial> trials;

  /// One ok trial of the cell for each value, in blocks from 1.
  TestRun& add(const record::Cell& cell, const std::string& metric, const std::vector<double>& values) {
    bool planned = false;
    for (const plan::PlannedCell& known : cells) planned = planned || known.cell == cell;
    if (!planned) cells.emplace_back().cell = cell;
    for (std::size_t i = 0; i < values.size(); ++i) {
      record::Trial trial;
      trial.block = i + 1;
      trial.cell = cell;
      trial.group = "ownership";
      trial.metrics[metric] = values[i];
      trials.push_back(trial);
    }
    return *this;
  }
};

}  // namespace ovg::runner
