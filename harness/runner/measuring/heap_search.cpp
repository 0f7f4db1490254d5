#include "harness/runner/measuring/heap_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "harness/runner/measuring/pilot_figures.h"
#include "harness/runner/terminal/format.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::measuring {

namespace {

/// libgc takes its heap from the system in whole pages.
std::uint64_t whole_pages(double bytes) {
  constexpr std::uint64_t kPage = 4096;
  return static_cast<std::uint64_t>(std::ceil(bytes / kPage)) * kPage;
}

/// What bisection leaves between the largest heap that is too small and the smallest that is not.
struct HeapBounds {
  std::uint64_t too_small_bytes = 0;
  std::uint64_t bytes = 0;
};

/// Bisects for the smallest heap in which `runs_in(bytes)` is true, to 1 % of it. Starts at `guess_bytes`,
/// doubles until it runs, at most `kMostDoublings` times. Empty when it never ran, or when `runs_in` gave
/// nothing: it cannot tell.
std::optional<HeapBounds> smallest_heap(std::uint64_t guess_bytes,
                                        const std::function<std::optional<bool>(std::uint64_t)>& runs_in) {
  constexpr double kPrecision = 0.01;
  constexpr int kMostDoublings = 12;
  HeapBounds bounds{0, whole_pages(static_cast<double>(guess_bytes))};
  for (int doubling = 0;; ++doubling) {
    const auto runs = runs_in(bounds.bytes);
    if (!runs || (!*runs && doubling == kMostDoublings)) return std::nullopt;
    if (*runs) break;
    bounds = {bounds.bytes, 2 * bounds.bytes};
  }
  while (static_cast<double>(bounds.bytes - bounds.too_small_bytes) >
         std::max(kPrecision * static_cast<double>(bounds.bytes), 4096.0)) {
    const std::uint64_t middle = whole_pages(0.5 * static_cast<double>(bounds.bytes + bounds.too_small_bytes));
    if (middle >= bounds.bytes) break;
    const auto runs = runs_in(middle);
    if (!runs) return std::nullopt;
    (*runs ? bounds.bytes : bounds.too_small_bytes) = middle;
  }
  return bounds;
}

class Search {
 public:
  explicit Search(const Bench& bench)
      : bench_(bench), stack_target_bytes_(trial::stack_targets(bench.manifest).at(0)) {}

  /// The search for one cell, whatever its multiple.
  std::optional<HeapBounds> run(plan::PlannedCell planned) {
    planned.rounds = 1;
    // The payload alone is too little whatever the layout, so that there is a lower bound as well.
    const std::uint64_t guess = std::max<std::uint64_t>(live_bytes(planned), std::uint64_t{1} << 20);
    return smallest_heap(guess, [&](std::uint64_t bytes) { return runs_in(planned, bytes); });
  }

  /// Why there is no smallest heap. A cell that no heap is large enough for cannot be measured in multiples
  /// of it; one that fails otherwise keeps its failure, and will show it in the blocks.
  std::pair<record::Status, std::string> failure() const {
    if (last_.verdict.status != record::Status::kOutOfMemory) return {last_.verdict.status, last_.verdict.reason};
    return {record::Status::kNotApplicable, fmt::format("no heap was large enough: {}", last_.verdict.reason)};
  }

 private:
  /// What the workload says of itself, from a run without a limit.
  std::uint64_t live_bytes(const plan::PlannedCell& planned) {
    try_once(planned);
    return last_.verdict.result ? last_.verdict.result->live_bytes : 0;
  }

  /// Only running out of memory says that a heap is too small; what else goes wrong is tried once more, and
  /// then ends the search.
  std::optional<bool> runs_in(plan::PlannedCell planned, std::uint64_t bytes) {
    bench_.progress.step(fmt::format("smallest heap of {}: {}", record::cell_label(planned.cell),
                                     terminal::short_bytes(static_cast<double>(bytes))));
    planned.cell.heap_limit_bytes = bytes;
    for (int attempt = 0; attempt < 2; ++attempt) {
      try_once(planned);
      if (last_.outcome.interrupted) return std::nullopt;
      if (record::has_numbers(last_.verdict.status)) return true;
      if (last_.verdict.status == record::Status::kOutOfMemory) return false;
    }
    return std::nullopt;
  }

  void try_once(const plan::PlannedCell& planned) {
    last_ = bench_.attempt({planned, 1, stack_target_bytes_, bench_.store.path("logs/heap-search.log"), {}});
  }

  const Bench& bench_;
  std::uint64_t stack_target_bytes_;
  trial::Attempt last_;
};

}  // namespace

bool find_smallest_heaps(Bench& bench) {
  Search search(bench);
  std::map<record::Cell, std::optional<HeapBounds>> found;
  std::map<record::Cell, std::pair<record::Status, std::string>> failed;
  for (plan::PlannedCell& planned : bench.manifest.cells) {
    if (!planned.heap_factor || !planned.can_run()) continue;
    const record::Cell without_limit = record::on_base(record::without_load(planned.cell));
    if (found.count(without_limit) == 0) {
      plan::PlannedCell searched = planned;
      searched.cell = without_limit;
      found[without_limit] = search.run(searched);
      if (bench.interrupted()) return false;
      failed[without_limit] = search.failure();
      if (const auto& bounds = found[without_limit]) {
        record::Cell named = without_limit;
        named.side.clear();  // both sides get the heaps that the base was searched for
        bench.manifest.smallest_heaps.push_back({record::cell_label(named), bounds->bytes, bounds->too_small_bytes});
      }
    }
    if (const auto& bounds = found[without_limit]) {
      planned.cell.heap_limit_bytes = whole_pages(*planned.heap_factor * static_cast<double>(bounds->bytes));
    } else {
      std::tie(planned.status, planned.reason) = failed.at(without_limit);
    }
  }
  return true;
}

}  // namespace ovg::runner::measuring
