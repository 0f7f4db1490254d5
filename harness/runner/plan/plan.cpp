#include "harness/runner/plan/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "harness/runner/plan/random.h"
#include "harness/runner/plan/selection.h"

namespace ovg::runner::plan {

namespace {

/// It names files.
std::string trial_id(std::uint64_t block, std::uint64_t slot, const record::Cell& cell) {
  return fmt::format("b{:03}-s{:03}-{}", block, slot, record::cell_slug(cell));
}

void add_cells_that_cannot_run(const std::vector<PlannedCell>& cells, std::vector<PlannedTrial>& trials) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].can_run()) continue;
    const std::uint64_t slot = trials.size();
    trials.push_back({trial_id(0, slot, cells[i].cell), 0, slot, 1, i});
  }
}

/// Apart from the shuffles of blocks, whose stream is the block, from the paddings and from the repeats.
constexpr std::uint64_t kSideStream = std::uint64_t{3} << 32;

/// Each trial of a base gets the one of its head beside it, before or behind as the coin falls.
std::vector<PlannedTrial> with_heads(const std::vector<PlannedTrial>& trials, const std::vector<PlannedCell>& cells,
                                     Random coin) {
  std::vector<PlannedTrial> both;
  for (const PlannedTrial& trial : trials) {
    both.push_back(trial);
    if (cells[trial.cell].cell.side != record::kBaseSide) continue;
    both.push_back(trial);
    both[both.size() - 1 - coin.below(2)].cell = trial.cell + 1;
  }
  return both;
}

}  // namespace

std::vector<PlannedTrial> plan_trials(const std::vector<PlannedCell>& cells, std::uint64_t blocks,
                                      std::uint64_t trials_per_block, std::uint64_t seed) {
  std::vector<PlannedTrial> trials;
  add_cells_that_cannot_run(cells, trials);
  for (std::uint64_t block = 1; block <= blocks; ++block) {
    std::vector<PlannedTrial> shuffled;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].can_run() || cells[i].cell.side == record::kHeadSide) continue;
      for (std::uint64_t repeat = 1; repeat <= trials_per_block; ++repeat) {
        shuffled.push_back({{}, block, 0, repeat, i});
      }
    }
    Random(seed, block).shuffle(shuffled);
    shuffled = with_heads(shuffled, cells, Random(seed, kSideStream + block));
    for (std::size_t slot = 0; slot < shuffled.size(); ++slot) {
      shuffled[slot].slot = slot;
      shuffled[slot].trial_id = trial_id(block, slot, cells[shuffled[slot].cell].cell);
    }
    trials.insert(trials.end(), shuffled.begin(), shuffled.end());
  }
  return trials;
}

std::size_t runnable_cells(const std::vector<PlannedCell>& cells) {
  return static_cast<std::size_t>(std::ranges::count_if(cells, &PlannedCell::can_run));
}

}  // namespace ovg::runner::plan
