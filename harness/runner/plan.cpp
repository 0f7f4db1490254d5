#include "harness/runner/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "harness/runner/random.h"
#include "harness/runner/selection.h"

namespace ovg::runner {

namespace {

/// It names files.
std::string trial_id(std::uint64_t block, std::uint64_t slot, const record::Cell& cell) {
  return fmt::format("b{:03}-s{:03}-{}", block, slot, cell_slug(cell));
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
std::vector<PlannedTrial> with_heads(const std::vector<PlannedTrial>& trials,
                                     const std::vector<PlannedCell>& cells, Random coin) {
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

std::string parameters_label(const record::Cell& cell) {
  std::vector<std::string> words;
  if (cell.threads > 1) words.push_back(fmt::format("{} threads", cell.threads));
  if (cell.live_mib) words.push_back(fmt::format("{} MiB live", *cell.live_mib));
  if (cell.load) words.push_back(fmt::format("load {:g} %", *cell.load));
  if (cell.heap_limit_bytes) {
    words.push_back(fmt::format("heap {:.2f} MiB", static_cast<double>(*cell.heap_limit_bytes) / (1 << 20)));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string cell_label(const record::Cell& cell) {
  const std::string parameters = parameters_label(cell);
  return fmt::format("{} {}/{}{}{}{}", cell.workload, variant_label(cell.variant, cell.config),
                     cell.allocator, parameters.empty() ? "" : ", ", parameters,
                     cell.side.empty() ? "" : " (" + cell.side + ")");
}

record::Cell on_base(record::Cell cell) {
  if (cell.side == record::kHeadSide) cell.side = record::kBaseSide;
  return cell;
}

std::string question_of(const record::Cell& cell) {
  std::string question = cell.workload;
  if (cell.threads > 1) question += fmt::format(" t{}", cell.threads);
  if (cell.live_mib) question += fmt::format(" live{}", *cell.live_mib);
  return question;
}

std::string cell_slug(const record::Cell& cell) {
  std::string slug = cell.workload + "-" + cell.variant;
  if (!cell.config.empty()) slug += "_" + cell.config;
  slug += fmt::format("-{}-{}-t{}", cell.allocator, cell.scale, cell.threads);
  if (cell.live_mib) slug += fmt::format("-live{}", *cell.live_mib);
  if (cell.load) slug += fmt::format("-load{}", *cell.load);
  if (cell.heap_limit_bytes) slug += fmt::format("-heap{}", *cell.heap_limit_bytes);
  if (!cell.side.empty()) slug += "-" + cell.side;
  std::replace_if(
      slug.begin(), slug.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.'; }, '_');
  return slug;
}

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
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [](const PlannedCell& cell) { return cell.can_run(); }));
}

}  // namespace ovg::runner
