#include "harness/runner/pilot.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "harness/record/derive.h"
#include "harness/runner/calibration.h"
#include "harness/runner/counting.h"
#include "harness/runner/trial_process.h"

namespace ovg::runner {

namespace {

struct Observed {
  const PlannedCell* planned;
  std::string digest;
};

PilotFigures figures_of(const record::ChildResult& result) {
  PilotFigures figures{.rounds = result.rounds, .steady_ns = 0, .collections = result.manager.collections};
  for (const auto& phase : result.phases) {
    if (phase.phase == "steady") figures.steady_ns += static_cast<double>(phase.length_ns);
  }
  return figures;
}

/// `value` owns everything in place and so has the least to get wrong; without it the majority, then the
/// first.
std::string reference_digest(const std::vector<Observed>& observed) {
  for (const Observed& one : observed) {
    if (one.planned->cell.variant == "value" && one.planned->cell.config.empty()) return one.digest;
  }
  const auto votes = [&](const Observed& one) {
    return std::count_if(observed.begin(), observed.end(),
                         [&](const Observed& other) { return other.digest == one.digest; });
  };
  return std::max_element(observed.begin(), observed.end(),
                          [&](const Observed& a, const Observed& b) { return votes(a) < votes(b); })
      ->digest;
}

class Pilot {
 public:
  Pilot(Manifest& manifest, std::optional<std::uint64_t> fixed_rounds, const Store& store, Progress& progress,
        Signals& signals)
      : manifest_(manifest),
        fixed_rounds_(fixed_rounds),
        store_(store),
        signals_(signals),
        counting_(manifest, store, progress, signals),
        stack_target_bytes_(stack_targets(manifest).at(0)),
        target_ns_(manifest.profile.steady_target_ms * 1e6) {}

  bool interrupted() const { return interrupted_; }

  void run(PlannedCell& planned) {
    const auto first = one(planned, 1);
    if (!first) return;
    PilotFigures last = figures_of(*first);
    planned.rounds = fixed_rounds_.value_or(rounds_for_target(last, target_ns_));
    if (!fixed_rounds_ && wants_another(planned, last)) {
      const auto second = one(planned, planned.rounds);
      if (!second) return;
      const PilotFigures figures = figures_of(*second);
      planned.rounds = planned.group == "collection" ? rounds_for_collections(last, figures, target_ns_)
                                                     : rounds_for_target(figures, target_ns_);
      last = figures;
    }
    estimate(planned, last);
    observed_[planned.cell.workload].push_back({&planned, first->digest});
    interrupted_ = !counting_.count(planned, first->digest);
  }

  void choose_references() {
    for (const auto& [workload, observed] : observed_) {
      manifest_.reference_digests[workload] = reference_digest(observed);
    }
  }

 private:
  static bool wants_another(const PlannedCell& planned, const PilotFigures& first) {
    const bool collected_little = planned.group == "collection" && first.collections < kWantedCollections;
    return planned.rounds > kMostExtrapolation || (collected_little && planned.rounds > 1);
  }

  std::optional<record::ChildResult> one(PlannedCell& planned, std::uint64_t rounds) {
    const std::string name = fmt::format("logs/pilot-{}.log", &planned - manifest_.cells.data());
    Attempt done =
        attempt(manifest_, {planned, rounds, stack_target_bytes_, store_.path(name), {}}, signals_);
    interrupted_ = done.outcome.interrupted;
    planned.status = done.verdict.status;
    planned.reason = done.verdict.reason;
    lifetime_ms_ = static_cast<double>(done.outcome.lifetime_ns()) * 1e-6;
    planned.estimate_ms = lifetime_ms_;
    if (interrupted_ || !record::has_numbers(done.verdict.status)) {
      planned.rounds = fixed_rounds_.value_or(1);
      return std::nullopt;
    }
    return std::move(done.verdict.result);
  }

  void estimate(PlannedCell& planned, const PilotFigures& last) {
    const double steady_ms = last.steady_ns * 1e-6;
    const double per_round_ms = steady_ms / static_cast<double>(last.rounds);
    planned.estimate_ms = lifetime_ms_ - steady_ms + per_round_ms * static_cast<double>(planned.rounds);
  }

  Manifest& manifest_;
  std::optional<std::uint64_t> fixed_rounds_;
  const Store& store_;
  Signals& signals_;
  Counting counting_;
  std::uint64_t stack_target_bytes_;
  double target_ns_;
  double lifetime_ms_ = 0;
  bool interrupted_ = false;
  std::map<std::string, std::vector<Observed>> observed_;
};

}  // namespace

bool run_pilot(Manifest& manifest, std::optional<std::uint64_t> fixed_rounds, const Store& store,
               Progress& progress, Signals& signals) {
  Pilot pilot(manifest, fixed_rounds, store, progress, signals);
  const std::size_t total = runnable_cells(manifest.cells);
  std::size_t done = 0;
  for (PlannedCell& planned : manifest.cells) {
    if (!planned.can_run()) continue;
    progress.pilot(++done, total, cell_label(planned.cell));
    pilot.run(planned);
    if (pilot.interrupted()) return false;
    if (!record::has_numbers(planned.status)) progress.pilot_failed(planned);
  }
  pilot.choose_references();
  return true;
}

}  // namespace ovg::runner
