#include "harness/session/driver.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "harness/measure/memory.h"
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
  }

  Observations run() {
    const Shape& shape = trial_.script->shape;
    Crew crew(trial_.threads, variant_);
    const auto rounds = [&](Phase phase, std::uint64_t count, std::uint64_t threshold_ns) {
      // Made before the phase begins: it allocates, and would be counted among the answer's objects.
      const std::function<void(unsigned)> work = [&](unsigned thread) {
        lanes_[thread].run_rounds(*session_, shape.round_ops, count, phase, threshold_ns);
      };
      measure_phase(phase, [&] { crew.run(work); });
    };
    seen_.baseline_rss_bytes = measure::rss_bytes();

    measure_phase(Phase::kSetup, [&] {
      session_ = lanes_[0].run_setup(trial_.answer, trial_.script, kInterruptionFloorNs);
    });
    clear_histograms();
    rounds(Phase::kWarmup, shape.warmup_rounds, kInterruptionFloorNs);
    choose_threshold();
    clear_histograms();
    rounds(Phase::kSteady, trial_.rounds, seen_.interruption_threshold_ns);

    const Live live = session_->read_live();
    measure_whole(Phase::kDrop, [&] { session_.reset(); });
    measure_whole(Phase::kTrim, [&] { variant_.trim(); });
    seen_.peak_rss_bytes = measure::peak_rss_bytes();
    conclude(live);
    return std::move(seen_);
  }

 private:
  template <class Work>
  void measure_phase(Phase phase, Work work) {
    entering_(phase);
    pauses_.enter(phase);
    const std::uint64_t collections = variant_.collections();
    const auto allocations = counter_.read();
    const measure::Usage usage = measure::Usage::now();
    const std::uint64_t start_ns = clock_.now_ns();
    work();
    const std::uint64_t length_ns = clock_.now_ns() - start_ns;
    seen_.phases.push_back({phase, start_ns, length_ns, measure::Usage::now() - usage, measure::rss_bytes(),
                            variant_.collections() - collections, allocated_since(allocations)});
  }

  std::optional<measure::AllocationCounts> allocated_since(
      const std::optional<measure::AllocationCounts>& earlier) const {
    if (!earlier) return std::nullopt;
    return *counter_.read() - *earlier;
  }

  /// A phase that has no ops: the mutator stands still from its start to its end.
  template <class Work>
  void measure_whole(Phase phase, Work work) {
    measure_phase(phase, work);
    const PhaseReading& reading = seen_.phases.back();
    whole_.push_back({{reading.start_ns, reading.length_ns, phase}, 0});
  }

  void clear_histograms() {
    for (Lane& lane : lanes_) lane.timeline().histogram().reset();
  }

  /// Into memory that has been there since before the baseline: a temporary of this size, freed between
  /// warm-up and steady, would move glibc's mmap threshold for the code under test.
  void merge_histograms() {
    seen_.service.reset();
    for (Lane& lane : lanes_) seen_.service.merge(lane.timeline().histogram());
  }

  void choose_threshold() {
    merge_histograms();
    const std::uint64_t median_ns = seen_.service.percentile_ns(50).value_or(0);
    seen_.interruption_threshold_ns = std::max(kInterruptionFloorNs, 10 * median_ns);
  }

  void conclude(const Live& live) {
    Digest digest;
    digest.fold(lanes_[0].setup_digest().value());
    seen_.census.created_in_setup = lanes_[0].created_in_setup();
    for (unsigned thread = 0; thread < trial_.threads; ++thread) {
      Lane& lane = lanes_[thread];
      digest.fold(lane.round_digest().value());
      seen_.rounds_agree = seen_.rounds_agree && lane.rounds_agree();
      seen_.census.created_per_round += lane.created_per_round();
      collect_interruptions(thread);
    }
    seen_.interruptions.insert(seen_.interruptions.end(), whole_.begin(), whole_.end());
    digest.fold(live.observed);
    seen_.digest = digest.value();
    seen_.census.live_at_end = live.objects;
    merge_histograms();
    seen_.ops = seen_.service.total();
    std::stable_sort(seen_.interruptions.begin(), seen_.interruptions.end(),
                     [](const auto& a, const auto& b) { return a.gap.start_ns < b.gap.start_ns; });
  }

  /// Setup and warm-up were logged from the floor up, because the median op was not known yet.
  void collect_interruptions(unsigned thread) {
    const measure::GapLog& log = lanes_[thread].timeline().interruptions();
    seen_.interruptions_lost += log.lost();
    for (const measure::Gap& gap : log.gaps()) {
      if (gap.length_ns >= seen_.interruption_threshold_ns) seen_.interruptions.push_back({gap, thread});
    }
  }

  const Trial& trial_;
  Variant& variant_;
  const measure::Clock& clock_;
  measure::PauseLog& pauses_;
  const std::function<void(Phase)>& entering_;
  const measure::AllocationCounter counter_;
  std::deque<Lane> lanes_;
  std::unique_ptr<Session> session_;
  std::vector<ThreadGap> whole_;  // phases without ops, beside the logs: those may be full by then
  Observations seen_;
};

}  // namespace

Observations run_trial(const Trial& trial, Variant& variant, const measure::Clock& clock,
                       measure::PauseLog& pauses, const std::function<void(Phase)>& entering) {
  return Driver(trial, variant, clock, pauses, entering).run();
}

}  // namespace ovg::session
