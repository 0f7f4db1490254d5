#include "harness/session/driver.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "harness/base/splitmix64.h"
#include "harness/measure/fault_cost.h"
#include "harness/measure/memory.h"
#include "harness/session/causes.h"
#include "harness/session/crew.h"
#include "harness/session/lane.h"

namespace ovg::session {

namespace {

using measure::Phase;

class Driver {
 public:
  Driver(const Trial& trial, Variant& variant, const measure::Clock& clock, measure::PauseLog& pauses,
         const std::function<void(Phase)>& entering)
      : trial_(trial), variant_(variant), clock_(clock), pauses_(pauses), entering_(entering) {
    seen_.phases.reserve(measure::kPhases.size());
    whole_.reserve(measure::kPhases.size());
    for (unsigned thread = 0; thread < trial.threads; ++thread) lanes_.emplace_back(thread, clock);
    fault_cost_ns_ = measure::fault_cost_ns(clock);
    // Before any phase begins: the tables of a schedule take some ten microseconds.
    for (unsigned thread = 0; thread < trial.threads && trial.rate_per_s > 0; ++thread) {
      schedules_.emplace_back(pace_of(thread), clock.ticks_per_ns());
    }
  }

  Observations run() {
    const Shape& shape = trial_.script->shape;
    Crew crew(trial_.threads, variant_);
    // Made before a phase begins: a std::function allocates, and would be counted among the answer's objects.
    const auto rounds_of = [&](Phase phase, std::uint64_t count) {
      return std::function<void(unsigned)>([this, phase, count](unsigned thread) { run_rounds(thread, phase, count); });
    };
    const std::function<void(unsigned)> set_up = [this](unsigned thread) {
      lanes_[thread].run_setup(*session_, first_threshold_ns());
    };
    const auto warm_up = rounds_of(Phase::kWarmup, shape.warmup_rounds);
    const auto warm_up_more = rounds_of(Phase::kWarmup, 1);
    const auto steady = rounds_of(Phase::kSteady, trial_.rounds);
    seen_.baseline_rss_bytes = measure::rss_bytes();

    measure_phase(Phase::kSetup, [&] {
      session_ = lanes_[0].make_session(trial_.answer, trial_.script, first_threshold_ns());
      crew.run(set_up);
      settle();
    });
    clear_histograms();
    measure_phase(Phase::kWarmup, [&] {
      const std::uint64_t collections = variant_.collections();
      crew.run(warm_up);
      for (int more = 0; more < kMostExtraRounds && !is_warm(collections); ++more) crew.run(warm_up_more);
    });
    choose_threshold();
    clear_histograms();
    measure_phase(Phase::kSteady, [&] { crew.run(steady); });

    const Live live = session_->read_live();
    measure_whole(Phase::kDrop, [&] { session_.reset(); });
    measure_whole(Phase::kTrim, [&] { variant_.trim(); });
    seen_.peak_rss_bytes = measure::peak_rss_bytes();
    conclude(live);
    return std::move(seen_);
  }

 private:
  /// Threads take turns where arrivals are fixed, so that together they are due as evenly as one thread at the whole
  /// rate; otherwise each has a sequence of its own, and together they are due as one thread would be, too.
  measure::Pace pace_of(unsigned thread) const {
    const double all_ns = 1e9 / trial_.rate_per_s;
    std::uint64_t of_thread = thread;
    return {.period_ns = all_ns * trial_.threads,
            .offset_ns = all_ns * thread,
            .arrivals = trial_.arrivals,
            .seed = trial_.arrival_seed ^ base::splitmix64(of_thread)};
  }

  template <class Work>
  void measure_phase(Phase phase, Work work) {
    entering_(phase);
    const std::uint64_t collections = variant_.collections();
    const auto allocations = counter_.read();
    const measure::Usage usage = measure::Usage::of_process();
    phase_start_ns_ = clock_.now_ns();
    work();
    const std::uint64_t length_ns = clock_.now_ns() - phase_start_ns_;
    seen_.phases.push_back({phase, phase_start_ns_, length_ns, measure::Usage::of_process() - usage,
                            measure::rss_bytes(), variant_.collections() - collections, allocated_since(allocations)});
  }

  std::optional<measure::AllocationCounts> allocated_since(
      const std::optional<measure::AllocationCounts>& earlier) const {
    if (!earlier) return std::nullopt;
    return *counter_.read() - *earlier;
  }

  /// No op of setup, so that it stands beside their log.
  void settle() {
    const measure::Usage usage = measure::Usage::of_process();
    const std::uint64_t start_ns = clock_.now_ns();
    variant_.settle();
    const std::uint64_t length_ns = clock_.now_ns() - start_ns;
    if (length_ns < kInterruptionFloorNs) return;
    whole_.push_back({.start_ns = start_ns,
                      .length_ns = length_ns,
                      .phase = Phase::kSetup,
                      .op = measure::Interruption::kWaiting,
                      .since_ns = length_ns,
                      .usage = measure::Usage::of_process() - usage});
  }

  /// A phase that has no ops: the mutator stands still from its start to its end.
  template <class Work>
  void measure_whole(Phase phase, Work work) {
    measure_phase(phase, work);
    const PhaseReading& reading = seen_.phases.back();
    whole_.push_back({.start_ns = reading.start_ns,
                      .length_ns = reading.length_ns,
                      .phase = phase,
                      .op = measure::Interruption::kWaiting,
                      .since_ns = reading.length_ns,
                      .usage = reading.usage});  // the other threads stand at the gate
  }

  void clear_histograms() {
    for (Lane& lane : lanes_) {
      lane.timeline().service().reset();
      lane.timeline().response().reset();
    }
  }

  /// Into memory that has been there since before the baseline: a temporary of this size, freed between
  /// warm-up and steady, would move glibc's mmap threshold for the code under test.
  void merge_histograms() {
    seen_.service.reset();
    seen_.response.reset();
    for (Lane& lane : lanes_) {
      seen_.service.merge(lane.timeline().service());
      seen_.response.merge(lane.timeline().response());
    }
  }

  /// A collector's heap is in its steady state once it has been collected: until then ops get memory that
  /// nobody has touched. What creates no objects never collects, and what owns is warm after the shape's
  /// rounds.
  bool is_warm(std::uint64_t collections_before) const {
    const bool collects = variant_.card().group == "collection" && trial_.script->shape.expected.created_per_round > 0;
    return !collects || variant_.collections() > collections_before;
  }
  static constexpr int kMostExtraRounds = 100;

  void run_rounds(unsigned thread, Phase phase, std::uint64_t count) {
    const bool is_steady = phase == Phase::kSteady;
    Lane::Rounds rounds{.ops = trial_.script->shape.round_ops,
                        .count = count,
                        .phase = phase,
                        .phase_start_ns = phase_start_ns_,
                        .threshold_ns = is_steady ? seen_.interruption_threshold_ns : first_threshold_ns(),
                        .schedule = nullptr,
                        .idle = {}};
    if (is_steady && !schedules_.empty()) rounds.schedule = &schedules_[thread];
    if (variant_.uses_idle()) rounds.idle = [this](std::uint64_t ns) { variant_.idle(ns); };
    lanes_[thread].run_rounds(*session_, rounds);
  }

  /// From which length on ops are logged before the median op is known.
  std::uint64_t first_threshold_ns() const { return std::max(kInterruptionFloorNs, trial_.interruption_threshold_ns); }

  void choose_threshold() {
    if (trial_.interruption_threshold_ns > 0) {
      seen_.interruption_threshold_ns = trial_.interruption_threshold_ns;
      return;
    }
    merge_histograms();
    const std::uint64_t median_ns = seen_.service.percentile_ns(50).value_or(0);
    seen_.interruption_threshold_ns = std::max(kInterruptionFloorNs, 10 * median_ns);
  }

  void conclude(const Live& live) {
    Digest digest;
    for (unsigned thread = 0; thread < trial_.threads; ++thread) {
      Lane& lane = lanes_[thread];
      digest.fold(lane.setup_digest().value());
      digest.fold(lane.round_digest().value());
      seen_.rounds_agree = seen_.rounds_agree && lane.rounds_agree();
      seen_.census.created_in_setup += lane.created_in_setup();
      seen_.census.created_per_round += lane.created_per_round();
      seen_.kept_up = seen_.kept_up && lane.kept_up();
      seen_.waited_ns += lane.waited_ns();
      count_frames(lane);
    }
    collect_interruptions();
    for (const measure::Interruption& phase : whole_) add_interruption(phase, 0, false);
    digest.fold(live.observed);
    seen_.digest = digest.value();
    seen_.census.live_at_end = live.objects;
    merge_histograms();
    merge_series();
    seen_.ops = seen_.service.total();
    std::stable_sort(seen_.interruptions.begin(), seen_.interruptions.end(),
                     [](const auto& a, const auto& b) { return a.gap.start_ns < b.gap.start_ns; });
  }

  void count_frames(Lane& lane) {
    const std::uint64_t steady_ns = steady().length_ns;
    for (std::size_t index = 0; index < seen_.frames.size(); ++index) {
      const measure::BrokenFrames& lane_frames = lane.timeline().deadlines().frames.at(index);
      FrameCount& frames = seen_.frames.at(index);
      frames.frame_ns = lane_frames.frame_ns();
      frames.frames += lane_frames.frames_in(steady_ns);
      frames.broken += lane_frames.broken();
    }
  }

  void merge_series() {
    seen_.service_series.restart(steady().start_ns);
    seen_.response_series.restart(steady().start_ns);
    for (Lane& lane : lanes_) {
      seen_.service_series.merge(lane.timeline().service_series());
      seen_.response_series.merge(lane.timeline().response_series());
    }
  }

  const PhaseReading& steady() const {
    return *std::find_if(seen_.phases.begin(), seen_.phases.end(),
                         [](const PhaseReading& reading) { return reading.phase == Phase::kSteady; });
  }

  /// Setup and warm-up were logged from the floor up, because the median op was not known yet.
  void collect_interruptions() {
    pause_list_ = pauses_.log().entries();
    for (unsigned thread = 0; thread < trial_.threads; ++thread) {
      const auto& log = lanes_[thread].timeline().interruptions();
      seen_.interruptions_lost += log.lost();
      for (const measure::Interruption& interruption : log.entries()) {
        if (interruption.length_ns < seen_.interruption_threshold_ns) continue;
        add_interruption(interruption, thread, drops_many(interruption, thread));
      }
    }
  }

  bool drops_many(const measure::Interruption& interruption, unsigned thread) const {
    const bool in_round = interruption.phase == Phase::kWarmup || interruption.phase == Phase::kSteady;
    if (!in_round || interruption.is_between_ops()) return false;
    return trial_.answer.drops(*trial_.script, thread, interruption.op % trial_.script->shape.round_ops);
  }

  void add_interruption(const measure::Interruption& interruption, unsigned thread, bool drops_many) {
    const Circumstances circumstances{.collects = variant_.card().group == "collection",
                                      .in_slices = variant_.collects_in_slices(),
                                      .allocates = seen_.census.created_per_round > 0,
                                      .fault_cost_ns = fault_cost_ns_,
                                      .pauses = pause_list_};
    seen_.interruptions.push_back({{interruption.start_ns, interruption.length_ns, interruption.phase},
                                   thread,
                                   cause_of(interruption, drops_many, circumstances)});
  }

  const Trial& trial_;
  Variant& variant_;
  const measure::Clock& clock_;
  const measure::PauseLog& pauses_;
  const std::function<void(Phase)>& entering_;
  const measure::AllocationCounter counter_;
  std::deque<Lane> lanes_;
  std::deque<measure::Schedule> schedules_;  // open loop: one for each
  std::unique_ptr<Session> session_;
  std::vector<measure::Interruption> whole_;  // what is no op, beside the logs: those may be full by then
  std::vector<measure::PauseLog::Pause> pause_list_;
  std::uint64_t fault_cost_ns_ = 1;
  std::uint64_t phase_start_ns_ = 0;  // of the phase that runs, the same for all threads
  Observations seen_;
};

}  // namespace

Observations run_trial(const Trial& trial, Variant& variant, const measure::Clock& clock, measure::PauseLog& pauses,
                       const std::function<void(Phase)>& entering) {
  return Driver(trial, variant, clock, pauses, entering).run();
}

}  // namespace ovg::session
