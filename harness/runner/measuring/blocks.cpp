#include "harness/runner/measuring/blocks.h"

#include <fmt/format.h>

#include <map>

#include "harness/runner/os/clocks.h"
#include "harness/runner/plan/repeats.h"
#include "harness/runner/trial/observe.h"
#include "harness/runner/trial/record.h"

namespace ovg::runner::measuring {

using record::Status;
using record::Trial;

namespace {

/// Timeouts in a row of each cell: a hanging cell may not take hours.
class TimeoutCounter {
 public:
  static constexpr unsigned kMost = 2;
  void add(const Trial& trial) {
    unsigned& in_a_row = in_a_row_[trial.cell];
    in_a_row = trial.status == Status::kTimeout ? in_a_row + 1 : 0;
  }
  bool gives_up(const record::Cell& cell) const {
    const auto found = in_a_row_.find(cell);
    return found != in_a_row_.end() && found->second >= kMost;
  }

 private:
  std::map<record::Cell, unsigned> in_a_row_;
};

Trial without_process(Trial trial, Status status, const std::string& reason) {
  trial.status = status;
  trial.reason = reason;
  return trial;
}

std::string reference_for(const run_directory::Manifest& manifest, const record::Cell& cell) {
  const auto found = manifest.reference_digests.find(record::question_of(cell));
  return found == manifest.reference_digests.end() ? "" : found->second;
}

void announce(const plan::Batch& batch, bool& warned, const run_directory::Manifest& manifest,
              terminal::Progress& progress) {
  if (!batch.trials.empty() && batch.trials.front().attempt > 1) progress.repeats(manifest.cells, batch.trials);
  if (batch.left_noisy == 0 || warned) return;
  warned = true;
  progress.warning(
      fmt::format("the host is noisy: repeats took {:.0f} % of the planned trials already; what is noisy from now on "
                  "stays so",
                  100 * plan::kMostRepeatsShare));
}

}  // namespace

Stretch measure(const Bench& bench, std::vector<record::Trial>& trials) {
  const run_directory::Manifest& manifest = bench.manifest;
  const std::vector<plan::PlannedTrial> planned = manifest.trials();
  const std::vector<std::uint64_t> targets = trial::stack_targets(manifest);
  TimeoutCounter timeouts;
  for (const Trial& trial : trials) timeouts.add(trial);

  bench.progress.start(manifest.cells, manifest.profile.blocks, plan::planned_left(planned, trials), planned.size());
  Stretch stretch;
  bool warned = false;
  const std::uint64_t started_ns = os::monotonic_ns();
  plan::Batch batch = plan::next_batch(planned, trials, manifest.seed);
  while (!batch.trials.empty() && !stretch.interrupted) {
    announce(batch, warned, manifest, bench.progress);
    for (const plan::PlannedTrial& next : batch.trials) {
      if (bench.interrupted()) stretch.interrupted = true;
      if (stretch.interrupted) break;
      const plan::PlannedCell& cell = manifest.cells[next.cell];
      Trial trial = trial::trial_header(manifest, next);
      const bool lacks_rate = cell.cell.load && !cell.rate_per_s;  // or it would run in a closed loop
      if (!cell.can_run() || lacks_rate) {
        trial = without_process(std::move(trial), cell.status, cell.reason);
      } else if (timeouts.gives_up(cell.cell)) {
        trial = without_process(std::move(trial), Status::kTimeout, "not run again after 2 timeouts");
      } else {
        bench.progress.running(next, cell);
        const auto log = bench.store.path("logs/" + next.trial_id + ".log");
        trial::Observed done =
            trial::observed_attempt(bench.host, manifest,
                                    {cell, cell.rounds, targets[next.block], log, reference_for(manifest, cell.cell),
                                     next.arrival_seed(manifest.seed)},
                                    bench.signals);
        const os::ProcessOutcome& outcome = done.attempt.outcome;
        stretch.children_s += static_cast<double>(outcome.lifetime_ns()) * 1e-9;
        if (outcome.interrupted) {
          std::filesystem::remove(log);
          stretch.interrupted = true;
          break;
        }
        trial = trial::record_trial(manifest, next, done.attempt, bench.store);
        trial.noise = done.noise;
      }
      bench.store.append(trial);
      timeouts.add(trial);
      bench.progress.done(trial, cell);
      ++stretch.trials;
      trials.push_back(std::move(trial));
    }
    const std::uint64_t block = batch.trials.front().block;
    batch = plan::next_batch(planned, trials, manifest.seed);
    const bool ends_block = batch.trials.empty() || batch.trials.front().block != block;
    if (ends_block && block > 0) bench.progress.block_done(block);
  }
  announce(batch, warned, manifest, bench.progress);
  stretch.wall_s = static_cast<double>(os::monotonic_ns() - started_ns) * 1e-9;
  return stretch;
}

}  // namespace ovg::runner::measuring
