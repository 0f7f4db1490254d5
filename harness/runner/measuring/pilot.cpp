#include "harness/runner/measuring/pilot.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "harness/record/derive.h"
#include "harness/runner/measuring/counting.h"
#include "harness/runner/measuring/heap_search.h"
#include "harness/runner/measuring/pilot_figures.h"
#include "harness/runner/plan/pairs.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::measuring {

using record::ChildResult;

namespace {

PilotFigures figures_of(const ChildResult& result) {
  const record::PhaseRecord steady = *record::find_phase(result, "steady");
  return {result.rounds, static_cast<double>(steady.length_ns), steady.collections};
}

/// `value` owns everything in place and so has the least to get wrong; without it the majority, then the
/// first.
std::string reference_digest(const std::vector<const Piloted*>& observed) {
  for (const Piloted* one : observed) {
    if (one->cell.variant == "value" && one->cell.config.empty()) return one->digest;
  }
  const auto votes = [&](const Piloted* one) {
    return std::ranges::count_if(observed, [&](const Piloted* other) { return other->digest == one->digest; });
  };
  return (*std::ranges::max_element(observed, [&](const Piloted* a, const Piloted* b) { return votes(a) < votes(b); }))
      ->digest;
}

class Pilot {
 public:
  Pilot(Bench& bench, const Fixed& fixed)
      : bench_(bench),
        manifest_(bench.manifest),
        fixed_(fixed),
        stack_target_bytes_(trial::stack_targets(bench.manifest).at(0)),
        target_ns_(bench.manifest.profile.steady_target_ms * 1e6) {}

  bool interrupted() const { return interrupted_; }

  /// The cells to run, in closed loop, each once.
  std::vector<plan::PlannedCell> twins(const std::vector<plan::PlannedCell>& load_references) {
    std::vector<plan::PlannedCell> found;
    std::vector<plan::PlannedCell> wanted = manifest_.cells;
    wanted.insert(wanted.end(), load_references.begin(), load_references.end());
    for (const plan::PlannedCell& reference : load_references) rated_.insert(reference.cell);
    for (plan::PlannedCell& planned : wanted) {
      if (!planned.can_run()) continue;
      planned.cell = record::without_load(planned.cell);
      const auto known = std::ranges::find(found, planned.cell, &plan::PlannedCell::cell);
      if (known == found.end()) {
        found.push_back(planned);
        found.back().rate_per_s = std::nullopt;
      }
    }
    return found;
  }

  const Piloted& run(const plan::PlannedCell& twin) {
    const bool decides = twin.cell.side != record::kHeadSide;
    Piloted& piloted = (decides ? piloted_ : heads_)[twin.cell];
    piloted.cell = twin.cell;
    const auto first = one(twin, 1, piloted);
    if (!first) return piloted;
    piloted.digest = first->digest;
    piloted.allocates = first->census.created_per_round > 0;
    piloted.ops_per_round = static_cast<double>(first->ops);
    take_figures(*first, piloted);
    const std::uint64_t rounds = rounds_for_target(*piloted.last, target_ns_);
    if (decides && !fixed_.rounds && wants_another(twin, *piloted.last, rounds)) {
      const auto second = one(twin, rounds, piloted);
      if (!second) return piloted;
      take_figures(*second, piloted);
    }
    interrupted_ = !count_allocations(bench_, twin, piloted.digest, log_of("count"), piloted.counts);
    return piloted;
  }

  /// The cells whose rate is what 100 % load is, once more and once more again: everybody's rate hangs on it.
  bool settle_rates() {
    if (fixed_.capacity_per_s) return true;
    for (const run_directory::BaseRate& rate : base_rates(manifest_.cells, piloted_, {})) {
      const auto slowest = std::ranges::find_if(
          piloted_, [&](const auto& entry) { return record::cell_label(entry.first) == rate.slowest; });
      Piloted& piloted = slowest->second;
      for (int again = 0; again < 2; ++again) {
        plan::PlannedCell twin;
        twin.cell = piloted.cell;
        Piloted spare = piloted;
        const auto result = one(twin, piloted.last->rounds, spare);
        if (interrupted_) return false;
        if (result) piloted.rates_per_s.push_back(rate_of(*result));
      }
    }
    return true;
  }

  /// What follows from all pilots together.
  void conclude() {
    manifest_.rates = base_rates(manifest_.cells, piloted_, fixed_.capacity_per_s);
    for (plan::PlannedCell& planned : manifest_.cells) {
      if (planned.can_run()) conclude(planned);
    }
    std::map<std::string, std::vector<const Piloted*>> observed;
    std::map<std::string, std::vector<std::uint64_t>> median_ops_ns;
    for (const auto& [cell, piloted] : piloted_) {
      if (!piloted.digest.empty()) observed[record::question_of(cell)].push_back(&piloted);
      if (piloted.last) median_ops_ns[record::question_of(cell)].push_back(piloted.median_op_ns);
    }
    for (const auto& [question, cells] : observed) {
      manifest_.reference_digests[question] = reference_digest(cells);
    }
    for (plan::PlannedCell& planned : manifest_.cells) {
      const auto found = median_ops_ns.find(record::question_of(planned.cell));
      if (found != median_ops_ns.end()) {
        planned.interruption_threshold_ns = interruption_threshold_ns(found->second);
      }
    }
    plan::settle_pairs(manifest_.cells);
  }

 private:
  static double rate_of(const ChildResult& result) { return record::achieved_rate_per_s(result).value_or(0); }

  static void take_figures(const ChildResult& result, Piloted& piloted) {
    piloted.last = figures_of(result);
    piloted.rates_per_s = {rate_of(result)};
    piloted.median_op_ns = result.service.percentile_ns(50).value_or(0);
  }

  bool wants_another(const plan::PlannedCell& twin, const PilotFigures& first, std::uint64_t rounds) const {
    const bool collected_little = twin.group == "collection" && first.collections < kWantedCollections;
    const bool too_short = rounds > kMostExtrapolation || (rated_.count(twin.cell) > 0 && rounds > 1);
    return too_short || (collected_little && rounds > 1);
  }

  std::filesystem::path log_of(const char* process) const {
    return bench_.store.path(fmt::format("logs/{}-{}.log", process, piloted_.size() + heads_.size()));
  }

  std::optional<ChildResult> one(const plan::PlannedCell& twin, std::uint64_t rounds, Piloted& piloted) {
    trial::Attempt done = bench_.attempt({twin, rounds, stack_target_bytes_, log_of("pilot"), {}});
    interrupted_ = done.outcome.interrupted;
    piloted.status = done.verdict.status;
    piloted.reason = done.verdict.reason;
    const double lifetime_ms = static_cast<double>(done.outcome.lifetime_ns()) * 1e-6;
    piloted.overhead_ms = lifetime_ms;
    if (interrupted_ || !record::has_numbers(done.verdict.status)) {
      piloted.last = std::nullopt;
      return std::nullopt;
    }
    piloted.overhead_ms -= figures_of(*done.verdict.result).steady_ns * 1e-6;
    return std::move(done.verdict.result);
  }

  void conclude(plan::PlannedCell& planned) const {
    const record::Cell closed = record::without_load(planned.cell);
    const Piloted& own = (closed.side == record::kHeadSide ? heads_ : piloted_).at(closed);
    planned.status = own.status;
    planned.reason = own.reason;
    planned.counts_per_round = own.counts;
    const Piloted& piloted = piloted_.at(record::on_base(closed));
    planned.rounds = fixed_.rounds.value_or(1);
    planned.estimate_ms = piloted.overhead_ms;
    if (planned.cell.load) {
      for (const run_directory::BaseRate& rate : manifest_.rates) {
        if (rate.workload == planned.cell.workload && rate.threads == planned.cell.threads) {
          planned.rate_per_s = rate.per_s * *planned.cell.load / 100;
        }
      }
    }
    if (planned.cell.load && !planned.rate_per_s && record::has_numbers(own.status)) {
      planned.status = record::Status::kUnavailable;
      planned.reason =
          "nothing says what 100 % load is: the pilot of unique over glibc failed; --capacity OPS_PER_S says it";
    }
    if (piloted.last) plan_rounds(planned, piloted, fixed_.rounds, manifest_.profile);
  }

  const Bench& bench_;
  run_directory::Manifest& manifest_;
  const Fixed& fixed_;
  std::uint64_t stack_target_bytes_;
  double target_ns_;
  bool interrupted_ = false;
  std::set<record::Cell> rated_;  // their rate is what a load is a share of
  PilotedCells piloted_;          // what decides: of two sides the base
  PilotedCells heads_;
};

}  // namespace

bool run_pilot(Bench& bench, const Fixed& fixed, const std::vector<plan::PlannedCell>& load_references) {
  if (!find_smallest_heaps(bench)) return false;
  Pilot pilot(bench, fixed);
  const std::vector<plan::PlannedCell> twins = pilot.twins(load_references);
  std::size_t done = 0;
  for (const plan::PlannedCell& twin : twins) {
    bench.progress.pilot(++done, twins.size(), record::cell_label(twin.cell));
    const Piloted& piloted = pilot.run(twin);
    if (pilot.interrupted()) return false;
    if (!record::has_numbers(piloted.status)) bench.progress.pilot_failed(twin.cell, piloted.status, piloted.reason);
  }
  if (!pilot.settle_rates()) return false;
  pilot.conclude();
  return true;
}

}  // namespace ovg::runner::measuring
