#include "harness/runner/plan/repeats.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/runner/plan/random.h"

namespace ovg::runner::plan {

namespace {

using record::Status;
using record::Trial;

/// Apart from the shuffles of blocks, whose stream is the block, and from the paddings.
std::uint64_t stream_of(std::uint64_t block, std::uint64_t attempt) {
  constexpr std::uint64_t kRepeatsStream = std::uint64_t{2} << 32;
  return kRepeatsStream + block * (kMostAttempts + 1) + attempt;
}

std::string attempt_id(const std::string& first_id, std::uint64_t attempt) {
  return attempt == 1 ? first_id : first_id + "-again" + std::to_string(attempt - 1);
}

class Lines {
 public:
  explicit Lines(const std::vector<Trial>& done) {
    for (const Trial& trial : done) statuses_[trial.trial_id] = trial.status;
  }
  bool has(const std::string& id) const { return statuses_.count(id) > 0; }
  bool is_noisy(const std::string& id) const {
    const auto found = statuses_.find(id);
    return found != statuses_.end() && found->second == Status::kNoisy;
  }

 private:
  std::map<std::string, Status> statuses_;
};

std::vector<PlannedTrial> not_in(const Lines& lines, const std::vector<PlannedTrial>& trials) {
  std::vector<PlannedTrial> left;
  std::ranges::copy_if(trials, std::back_inserter(left),
                       [&](const PlannedTrial& trial) { return !lines.has(trial.trial_id); });
  return left;
}

/// The trials of a block whose attempt before was noisy, as they are to be attempted again.
std::vector<PlannedTrial> again(const std::vector<PlannedTrial>& block, std::uint64_t attempt, const Lines& lines,
                                std::uint64_t seed) {
  std::vector<PlannedTrial> found;
  for (PlannedTrial trial : block) {
    if (!lines.is_noisy(attempt_id(trial.trial_id, attempt - 1))) continue;
    trial.trial_id = attempt_id(trial.trial_id, attempt);
    trial.attempt = attempt;
    found.push_back(std::move(trial));
  }
  if (!block.empty()) Random(seed, stream_of(block.front().block, attempt)).shuffle(found);
  return found;
}

std::vector<std::vector<PlannedTrial>> by_block(const std::vector<PlannedTrial>& planned) {
  std::map<std::uint64_t, std::vector<PlannedTrial>> blocks;
  for (const PlannedTrial& trial : planned) blocks[trial.block].push_back(trial);
  std::vector<std::vector<PlannedTrial>> ordered;
  for (auto& [number, trials] : blocks) ordered.push_back(std::move(trials));
  return ordered;
}

std::uint64_t most_repeats(const std::vector<PlannedTrial>& planned) {
  const auto measured = std::ranges::count_if(planned, [](const PlannedTrial& trial) { return trial.block > 0; });
  return static_cast<std::uint64_t>(kMostRepeatsShare * static_cast<double>(measured));
}

}  // namespace

Batch next_batch(const std::vector<PlannedTrial>& planned, const std::vector<Trial>& done, std::uint64_t seed) {
  const Lines lines(done);
  std::uint64_t repeats_left = most_repeats(planned);
  Batch batch;
  for (const std::vector<PlannedTrial>& block : by_block(planned)) {
    batch.trials = not_in(lines, block);
    if (!batch.trials.empty()) return batch;
    for (std::uint64_t attempt = 2; attempt <= kMostAttempts; ++attempt) {
      std::vector<PlannedTrial> noisy = again(block, attempt, lines, seed);
      const std::uint64_t granted = std::min<std::uint64_t>(repeats_left, noisy.size());
      batch.left_noisy += noisy.size() - granted;
      repeats_left -= granted;
      noisy.resize(granted);
      batch.trials = not_in(lines, noisy);
      if (!batch.trials.empty()) return batch;
    }
  }
  return batch;
}

std::vector<PlannedTrial> planned_left(const std::vector<PlannedTrial>& planned, const std::vector<Trial>& done) {
  return not_in(Lines(done), planned);
}

std::uint64_t trials_left(const std::vector<PlannedTrial>& planned, const std::vector<Trial>& done,
                          std::uint64_t seed) {
  const std::vector<PlannedTrial> next = next_batch(planned, done, seed).trials;
  const bool repeats = !next.empty() && next.front().attempt > 1;
  return planned_left(planned, done).size() + (repeats ? next.size() : 0);
}

std::string next_attempt_id(const Trial& trial) {
  const std::string& id = trial.trial_id;
  const std::string suffix = attempt_id("", trial.attempt);
  return attempt_id(id.substr(0, id.size() - std::min(suffix.size(), id.size())), trial.attempt + 1);
}

std::vector<Trial> last_attempts(const std::vector<Trial>& trials) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> places;  // block and slot, in `last`
  std::vector<Trial> last;
  for (const Trial& trial : trials) {
    const auto [place, is_new] = places.try_emplace({trial.block, trial.slot}, last.size());
    if (is_new) {
      last.push_back(trial);
    } else {
      last[place->second] = trial;
    }
  }
  return last;
}

}  // namespace ovg::runner::plan
