#include "harness/runner/trial/attempt.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "harness/runner/os/process.h"
#include "harness/runner/plan/random.h"

namespace ovg::runner::trial {

namespace fs = std::filesystem;

namespace {

/// A closed loop has none, and the child does not look.
std::string arrivals_of(const record::Cell& cell) {
  return cell.arrivals.empty() ? record::arrivals_names().front() : cell.arrivals;
}

std::vector<std::string> arguments(const run_directory::Manifest& manifest, const plan::PlannedCell& planned,
                                   std::uint64_t rounds, std::uint64_t arrival_seed) {
  const record::Cell& cell = planned.cell;
  std::vector<std::string> argv = {manifest.side_of(cell).child_of(cell.variant).path().string(), "run"};
  const auto add = [&](const char* option, const auto& value) {
    argv.emplace_back(option);
    argv.push_back(fmt::format("{}", value));
  };
  add("--workload", cell.workload);
  add("--config", cell.config);
  add("--scale", cell.scale);
  add("--threads", cell.threads);
  add("--rounds", rounds);
  add("--script-seed", manifest.script_seed);
  add("--live-mib", cell.live_mib.value_or(0));
  add("--heap-limit", cell.heap_limit_bytes.value_or(0));
  add("--interruption-threshold", planned.interruption_threshold_ns);
  add("--rate", planned.rate_per_s.value_or(0));
  add("--arrivals", arrivals_of(cell));
  add("--arrival-seed", arrival_seed);
  add("--allocator", cell.allocator);
  add("--fd", os::kPrivateFd);
  return argv;
}

std::vector<std::string> environment(const run_directory::Manifest& manifest, const plan::PlannedCell& planned,
                                     const fs::path& counter = {}) {
  const catalogue::FoundAllocator& allocator = manifest.allocator_named(planned.cell.allocator);
  os::Variables variables = manifest.variables_of(planned.cell);
  // What --env sets, or a side, stays as it is set.
  variables.insert(allocator.variables.begin(), allocator.variables.end());
  return os::as_environment(
      os::with_preload(os::with_preload(std::move(variables), counter.string()), allocator.library.string()));
}

/// Of what a child floods its log with, the beginning is enough.
void shorten(const fs::path& log) {
  constexpr std::uintmax_t kKeptBytes = 1 << 20;
  std::error_code ignored;
  const auto size = fs::file_size(log, ignored);
  if (!ignored && size > kKeptBytes) fs::resize_file(log, kKeptBytes, ignored);
}

void drop_if_empty(const fs::path& log) {
  std::error_code ignored;
  if (fs::file_size(log, ignored) == 0) fs::remove(log, ignored);
}

}  // namespace

Attempt attempt(const run_directory::Manifest& manifest, const AttemptSpec& spec, os::Signals& signals) {
  Attempt attempt;
  os::ProcessSpec process{arguments(manifest, spec.planned, spec.rounds, spec.arrival_seed),
                          environment(manifest, spec.planned, spec.counter), spec.log, os::Channel::kPrivate,
                          manifest.rss_every_ms};
  if (spec.counter.empty()) {
    attempt.padding_bytes = os::pad(process.environment, process.argv, spec.stack_target_bytes);
  }

  ChildMessages messages;
  attempt.outcome =
      os::watch(process, manifest.timeout_s, signals, [&](std::string_view data) { messages.feed(data); });
  messages.finish();
  if (attempt.outcome.flooded) shorten(spec.log);
  drop_if_empty(spec.log);

  const Expectation expected{.cell = spec.planned.cell,
                             .rate_per_s = spec.planned.rate_per_s.value_or(0),
                             .arrivals = arrivals_of(spec.planned.cell),
                             .rounds = spec.rounds,
                             .script_seed = manifest.script_seed,
                             .timeout_s = manifest.timeout_s,
                             .reference_digest = spec.reference_digest,
                             .last_log_line = os::last_line(spec.log)};
  attempt.verdict = classify(attempt.outcome, messages, expected);
  return attempt;
}

std::vector<std::uint64_t> stack_targets(const run_directory::Manifest& manifest) {
  constexpr std::uint64_t kSpreadBytes = 4096;
  constexpr std::uint64_t kMostRounds = 1'000'000'000'000;  // as long as a number of rounds gets
  constexpr double kLongestRate = 1234567.890123456789;     // and a rate or a limit, which the pilot fills in
  constexpr std::uint64_t kHighestSeed = UINT64_MAX;
  constexpr std::uint64_t kPaddingStream = std::uint64_t{1} << 32;  // apart from the shuffles, which use the block
  std::uint64_t largest = 0;
  for (plan::PlannedCell planned : manifest.cells) {
    if (!planned.can_run()) continue;
    planned.interruption_threshold_ns = kMostRounds;
    if (planned.cell.load) planned.rate_per_s = kLongestRate;
    if (planned.heap_factor) planned.cell.heap_limit_bytes = kMostRounds;
    largest = std::max(largest, os::stack_bytes(arguments(manifest, planned, kMostRounds, kHighestSeed),
                                                environment(manifest, planned)));
  }
  std::vector<std::uint64_t> targets;
  for (std::uint64_t block = 0; block <= manifest.profile.blocks; ++block) {
    const std::uint64_t rest = plan::Random(manifest.seed, kPaddingStream + block).below(kSpreadBytes);
    targets.push_back(largest + os::least_padding_bytes() + rest);
  }
  return targets;
}

}  // namespace ovg::runner::trial
