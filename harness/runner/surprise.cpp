#include "harness/runner/surprise.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "harness/runner/paired_ratios.h"
#include "harness/runner/selection.h"

namespace ovg::runner {

namespace {

constexpr std::size_t kMostNamed = 3;
constexpr const char* kGlibc = "glibc";
constexpr const char* kBaseVariant = "unique";

std::string label(const record::Cell& cell) {
  return variant_label(cell.variant, cell.config);
}

bool same_parameters(const record::Cell& a, const record::Cell& b) {
  const auto parameters = [](const record::Cell& cell) {
    return std::tie(cell.workload, cell.scale, cell.threads, cell.live_mib, cell.load);
  };
  return parameters(a) == parameters(b);
}

/// Cells whose heap is the variant's own policy: what a card speaks of. Of two sides the base: what the head
/// may be is no news of a card.
std::vector<const record::Cell*> comparable(const std::vector<PlannedCell>& cells) {
  std::vector<const record::Cell*> found;
  for (const PlannedCell& planned : cells) {
    const bool spoken_of = !planned.cell.heap_limit_bytes && planned.cell.side != record::kHeadSide;
    if (planned.can_run() && spoken_of) found.push_back(&planned.cell);
  }
  return found;
}

class Search {
 public:
  Search(const std::vector<PlannedCell>& cells, const std::vector<record::Trial>& trials,
         const std::vector<Prediction>& predictions)
      : cells_(comparable(cells)), ratios_(trials), predictions_(predictions) {}

  Surprises run() {
    std::vector<Surprise> failed;
    for (const Prediction& prediction : predictions_) test(prediction, failed);
    take(std::move(failed));
    take(unpredicted());
    return std::move(found_);
  }

 private:
  using Topic = std::array<std::string, 3>;

  bool is_measured(const std::string& workload) const {
    return std::any_of(cells_.begin(), cells_.end(),
                       [&](const auto* cell) { return cell->workload == workload; });
  }

  std::optional<Surprise> compare(const record::Cell& cell, const record::Cell& base,
                                  const std::string& metric, const Allowed& allowed) {
    const std::vector<double> ratios = ratios_.of(cell, base, metric);
    if (ratios.empty()) return std::nullopt;
    found_.most_blocks = std::max(found_.most_blocks, ratios.size());
    const bool few = ratios_.has_note(cell, "gc_not_exercised") || ratios_.has_note(base, "gc_not_exercised");
    return Surprise{cell, base, metric, judge(ratios, allowed), std::nullopt, few};
  }

  void test(const Prediction& prediction, std::vector<Surprise>& failed) {
    const Allowed allowed = allowed_by(prediction.expect, prediction.by);
    const std::size_t before = found_.tested();
    for (const record::Cell* cell : cells_) {
      if (cell->workload != prediction.workload || label(*cell) != prediction.variant) continue;
      for (const record::Cell* base : cells_) {
        const bool both_on_glibc = cell->allocator == kGlibc && base->allocator == kGlibc;
        if (!both_on_glibc || label(*base) != prediction.than || !same_parameters(*cell, *base)) continue;
        std::optional<Surprise> seen = compare(*cell, *base, prediction.metric, allowed);
        if (!seen) continue;
        count(seen->judgement.verdict);
        seen->predicted = allowed;
        if (seen->judgement.verdict == Verdict::kFails) failed.push_back(std::move(*seen));
      }
    }
    if (found_.tested() == before && is_measured(prediction.workload)) ++found_.not_measured;
  }

  void count(Verdict verdict) {
    if (verdict == Verdict::kHolds) ++found_.holds;
    if (verdict == Verdict::kFails) ++found_.failed;
    if (verdict == Verdict::kUndecided) ++found_.undecided;
  }

  /// Whatever the malloc: another one does not make news of what the card says.
  bool is_predicted(const record::Cell& cell, const std::string& metric) const {
    const std::set<std::string> pair = {label(cell), kBaseVariant};
    return std::any_of(predictions_.begin(), predictions_.end(), [&](const Prediction& prediction) {
      return prediction.workload == cell.workload && prediction.metric == metric &&
             std::set{prediction.variant, prediction.than} == pair;
    });
  }

  std::vector<Surprise> unpredicted() {
    std::vector<Surprise> far;
    for (const record::Cell* base : cells_) {
      if (label(*base) != kBaseVariant || base->allocator != kGlibc) continue;
      const std::array<std::string, 3> metrics = {
          "cpu_ns_per_op", base->load ? "response_p99_ns" : "service_p99_ns", "rss_peak_bytes"};
      for (const record::Cell* cell : cells_) {
        if (cell == base || !cell->config.empty() || !same_parameters(*cell, *base)) continue;
        for (const std::string& metric : metrics) {
          if (is_predicted(*cell, metric)) continue;
          std::optional<Surprise> seen = compare(*cell, *base, metric, {1, 1});
          if (seen && seen->judgement.verdict == Verdict::kFails) far.push_back(std::move(*seen));
        }
      }
    }
    return far;
  }

  /// Adds the largest, as long as there is room.
  void take(std::vector<Surprise> surprises) {
    std::stable_sort(surprises.begin(), surprises.end(), [](const Surprise& a, const Surprise& b) {
      return a.judgement.surprise > b.judgement.surprise;
    });
    for (Surprise& surprise : surprises) {
      if (found_.largest.size() == kMostNamed) return;
      if (told_.contains(pair_of(surprise)) || told_.contains(subject_of(surprise))) continue;
      told_.insert(pair_of(surprise));
      told_.insert(subject_of(surprise));
      found_.largest.push_back(std::move(surprise));
    }
  }

  /// Two variants of a workload, whatever their mallocs; of one variant, two mallocs.
  static Topic pair_of(const Surprise& surprise) {
    std::string one = label(surprise.cell);
    std::string other = label(surprise.base);
    if (one == other) {
      one += "/" + surprise.cell.allocator;
      other += "/" + surprise.base.allocator;
    }
    if (other < one) std::swap(one, other);
    return {surprise.cell.workload, one, other};
  }

  /// What a card says of a variant and a metric is one thing, of however many others it says so.
  static Topic subject_of(const Surprise& surprise) {
    return {surprise.cell.workload, surprise.metric, label(surprise.cell)};
  }

  std::vector<const record::Cell*> cells_;
  PairedRatios ratios_;
  const std::vector<Prediction>& predictions_;
  Surprises found_;
  std::set<Topic> told_;
};

}  // namespace

Surprises find_surprises(const std::vector<PlannedCell>& cells, const std::vector<record::Trial>& trials,
                         const std::vector<Prediction>& predictions) {
  return Search(cells, trials, predictions).run();
}

}  // namespace ovg::runner
