#include "harness/runner/measure.h"

#include <algorithm>
#include <map>
#include <set>

#include "harness/runner/monotonic.h"
#include "harness/runner/trial_process.h"
#include "harness/runner/trial_record.h"

namespace ovg::runner {

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

std::vector<PlannedTrial> trials_left(const std::vector<PlannedTrial>& planned,
                                      const std::vector<Trial>& done) {
  std::set<std::string> ids;
  for (const Trial& trial : done) ids.insert(trial.trial_id);
  std::vector<PlannedTrial> left;
  std::copy_if(planned.begin(), planned.end(), std::back_inserter(left),
               [&](const PlannedTrial& trial) { return ids.count(trial.trial_id) == 0; });
  return left;
}

Trial without_process(Trial trial, Status status, const std::string& reason) {
  trial.status = status;
  trial.reason = reason;
  return trial;
}

std::string reference_for(const Manifest& manifest, const record::Cell& cell) {
  const auto found = manifest.reference_digests.find(question_of(cell));
  return found == manifest.reference_digests.end() ? "" : found->second;
}

}  // namespace

Stretch measure(const Manifest& manifest, Store& store, std::vector<Trial>& trials, Progress& progress,
                Signals& signals) {
  const std::vector<PlannedTrial> planned = manifest.trials();
  const std::vector<PlannedTrial> left = trials_left(planned, trials);
  const std::vector<std::uint64_t> targets = stack_targets(manifest);
  TimeoutCounter timeouts;
  for (const Trial& trial : trials) timeouts.add(trial);

  progress.start(manifest, left, planned.size());
  Stretch stretch;
  const std::uint64_t started_ns = monotonic_ns();
  for (std::size_t i = 0; i < left.size(); ++i) {
    const PlannedTrial& next = left[i];
    if (signals.arrived() != 0) stretch.interrupted = true;
    if (stretch.interrupted) break;
    const PlannedCell& cell = manifest.cells[next.cell];
    Trial trial = trial_header(manifest, next);
    if (!cell.can_run()) {
      trial = without_process(std::move(trial), cell.status, cell.reason);
    } else if (timeouts.gives_up(cell.cell)) {
      trial = without_process(std::move(trial), Status::kTimeout, "not run again after 2 timeouts");
    } else {
      progress.running(next, cell);
      const auto log = store.path("logs/" + next.trial_id + ".log");
      Attempt done =
          attempt(manifest, {cell, cell.rounds, targets[next.block], log, reference_for(manifest, cell.cell)},
                  signals);
      stretch.children_s += static_cast<double>(done.outcome.lifetime_ns()) * 1e-9;
      if (done.outcome.interrupted) {
        std::filesystem::remove(log);
        stretch.interrupted = true;
        break;
      }
      trial = record_trial(manifest, next, done, store);
    }
    store.append(trial);
    timeouts.add(trial);
    progress.done(trial, cell);
    ++stretch.trials;
    const bool ends_block = next.block > 0 && (i + 1 == left.size() || left[i + 1].block != next.block);
    if (ends_block) progress.block_done(next.block);
    trials.push_back(std::move(trial));
  }
  stretch.wall_s = static_cast<double>(monotonic_ns() - started_ns) * 1e-9;
  return stretch;
}

}  // namespace ovg::runner
