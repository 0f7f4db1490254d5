#include "harness/child/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "harness/base/memory_variables.h"
#include "harness/measure/memory.h"
#include "harness/record/child_result_json.h"
#include "harness/session/driver.h"
#include "harness/session/threading.h"

namespace ovg::child {

namespace {

/// Pauses kept; a collector with a heap of 64 KiB may make more, which are then counted only.
constexpr std::size_t kPauseCapacity = 16384;

record::Census to_record(const session::Census& census) {
  return {census.created_in_setup, census.created_per_round, census.live_at_end};
}

record::PhaseRecord to_record(const session::PhaseReading& reading) {
  return {std::string(measure::name_of(reading.phase)),
          reading.start_ns,
          reading.length_ns,
          reading.usage.cpu_ns,
          reading.usage.minor_faults,
          reading.usage.major_faults,
          reading.usage.voluntary_switches,
          reading.usage.involuntary_switches,
          reading.collections};
}

void add_request(record::ChildResult& result, const Request& request, const session::Card& workload,
                 const session::VariantCard& variant) {
  result.workload = request.workload;
  result.variant = variant.name;
  result.config = request.config;
  result.scale = request.scale;
  result.threads = request.threads;
  result.script_seed = request.script_seed;
  result.live_mib = request.live_mib;
  result.heap_limit_bytes = request.heap_limit_bytes;
  result.rate_per_s = request.rate_per_s;
  result.arrivals = request.arrivals;
  result.rounds = request.rounds;
  result.items_per_op = workload.items_per_op;
  result.item = workload.item;
}

void add_observations(record::ChildResult& result, session::Observations&& seen) {
  result.ops = seen.ops;
  result.digest = fmt::format("{:016x}", seen.digest);
  result.rounds_agree = seen.rounds_agree;
  result.census = to_record(seen.census);
  for (const session::PhaseReading& reading : seen.phases) result.phases.push_back(to_record(reading));
  result.service = std::move(seen.service);
  result.response = std::move(seen.response);
  result.latency_series = record::latency_series_of(seen.service_series, seen.response_series);
  result.kept_up = seen.kept_up;
  result.waited_ns = seen.waited_ns;
  for (const session::FrameCount& count : seen.frames) {
    result.frames.push_back({count.frame_ns, count.frames, count.broken});
  }
  result.interruption_threshold_ns = seen.interruption_threshold_ns;
  result.interruptions_lost = seen.interruptions_lost;
  for (const session::ThreadGap& entry : seen.interruptions) {
    result.interruptions.push_back({entry.gap.start_ns, entry.gap.length_ns,
                                    std::string(measure::name_of(entry.gap.phase)), entry.thread,
                                    std::string(entry.cause)});
  }
  result.memory.baseline_bytes = seen.baseline_rss_bytes;
  // The kernel's counters lag by some pages, the high-water mark more than the present: a peak below a
  // reading would puzzle.
  result.memory.peak_bytes = seen.peak_rss_bytes;
  for (const session::PhaseReading& reading : seen.phases) {
    result.memory.peak_bytes = std::max(result.memory.peak_bytes, reading.rss_bytes);
    if (reading.phase == measure::Phase::kSteady) {
      result.memory.steady_bytes = reading.rss_bytes;
      result.allocations = reading.allocations;
    }
    if (reading.phase == measure::Phase::kDrop) result.memory.after_drop_bytes = reading.rss_bytes;
    if (reading.phase == measure::Phase::kTrim) result.memory.after_trim_bytes = reading.rss_bytes;
  }
}

void add_pauses(record::ChildResult& result, const measure::BoundedLog<measure::PauseLog::Pause>& log) {
  for (const auto& pause : log.entries()) {
    result.pauses.push_back({.start_ns = pause.start_ns, .length_ns = pause.length_ns, .phase = {}, .cause = {}});
  }
  result.pauses_lost = log.lost();
  result.pause_total_ns = log.total_ns();
  result.pause_max_ns = log.max_ns();
}

}  // namespace

record::ChildResult run(const Request& request, session::Variant& variant, const session::Registry& registry,
                        const Channel& channel) {
  record::ChildResult result;
  result.memory.at_start_bytes = measure::rss_bytes();
  measure::Clock clock;
  const session::VariantCard card = variant.card();
  const session::Answer& answer = resolve(request, card, registry);
  add_request(result, request, answer.card, card);

  if (!card.find(request.config)->single_threaded) session::become_multithreaded();
  const session::Trial trial{.answer = answer,
                             .script = answer.make_script({.scale = *session::scale_named(request.scale),
                                                           .script_seed = request.script_seed,
                                                           .threads = request.threads,
                                                           .live_mib = request.live_mib}),
                             .threads = request.threads,
                             .rounds = request.rounds,
                             .rate_per_s = request.rate_per_s,
                             .arrivals = *measure::arrivals_named(request.arrivals),
                             .arrival_seed = request.arrival_seed,
                             .interruption_threshold_ns = request.interruption_threshold_ns};
  measure::PauseLog pauses(clock, kPauseCapacity);
  clock.calibrate();
  variant.begin({.config = request.config,
                 .live_bytes = std::max(trial.script->shape.live_bytes, trial.script->shape.peak_live_bytes),
                 .limit_bytes = request.heap_limit_bytes,
                 .threads = request.threads,
                 .give_up =
                     [&](std::string_view reason) {
                       channel.send(record::failed_line("unavailable", reason));
                       std::_Exit(EXIT_FAILURE);
                     }},
                pauses);

  session::Observations seen = session::run_trial(
      trial, variant, clock, pauses, [&](measure::Phase phase) { channel.send(record::phase_line(name_of(phase))); });

  result.clock = {std::string(clock.counter().source()), clock.ticks_per_ns(), clock.drift_ppm()};
  result.epoch_monotonic_ns = clock.epoch_monotonic_ns();
  result.live_bytes = trial.script->shape.live_bytes;
  result.expected_census = to_record(trial.script->shape.expected);
  add_observations(result, std::move(seen));
  add_pauses(result, pauses.log());
  const session::ManagerFigures figures = variant.figures();
  result.manager = {variant.collections(), figures.in_use_bytes, figures.initial_heap_bytes, figures.heap_bytes,
                    figures.settings};
  result.env = {measure::allocator_in_use(), session::ever_threaded(), base::memory_variables()};
  return result;
}

}  // namespace ovg::child
