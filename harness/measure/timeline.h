#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "harness/measure/clock.h"
#include "harness/measure/deadlines.h"
#include "harness/measure/histogram.h"
#include "harness/measure/interruption_log.h"
#include "harness/measure/latency_series.h"

namespace ovg::measure {

/// The op boundaries of one mutator thread: one counter read per op, and the end of op i is the start of op
/// i+1 unless that one is not due yet, so that nothing can hide between two ops. Every op goes into the
/// histogram and the series of service times; one that lasted `threshold_ns` or longer is an interruption and
/// goes into the log as well.
///
/// `ClockType` is `Clock`, or in tests one whose time passes by the reading of it.
template <class ClockType>
class BasicTimeline {
 public:
  /// `log_capacity`: how many interruptions are kept.
  BasicTimeline(const ClockType& clock, std::size_t log_capacity) : clock_(clock), log_(log_capacity) {}

  const ClockType& clock() const { return clock_; }
  Histogram& service() { return service_; }
  const Histogram& service() const { return service_; }
  /// Of the ops in open loop; empty without one.
  Histogram& response() { return response_; }
  const Histogram& response() const { return response_; }

  /// The same ops by the time at which they ended.
  const LatencySeries& service_series() const { return service_series_; }
  const LatencySeries& response_series() const { return response_series_; }
  /// Forgets both series; their slices count from then on.
  void restart_series(std::uint64_t start_ns) {
    service_series_.restart(start_ns);
    response_series_.restart(start_ns);
  }
  /// Where ops are recorded that end before the counter reads `end`.
  struct Slices {
    LatencySeries::Slice* service = nullptr;
    LatencySeries::Slice* response = nullptr;
    std::uint64_t end = 0;
  };
  /// Those of both series for an op that ended at this reading.
  Slices slices_at(std::uint64_t ended) {
    const std::uint64_t ended_ns = clock_.since_epoch_ns(ended);
    LatencySeries::Slice& service = service_series_.at(ended_ns);
    LatencySeries::Slice& response = response_series_.at(ended_ns);
    const std::uint64_t rest_ns = service_series_.ends_ns(ended_ns) - ended_ns;
    return {.service = &service, .response = &response, .end = ended + clock_.ns_to_ticks(rest_ns)};
  }

  InterruptionLog& interruption_log() { return log_; }
  const BoundedLog<Interruption>& interruptions() const { return log_.log(); }
  Deadlines& deadlines() { return deadlines_; }
  const Deadlines& deadlines() const { return deadlines_; }

 private:
  const ClockType& clock_;
  Histogram service_;
  Histogram response_;
  LatencySeries service_series_;
  LatencySeries response_series_;
  InterruptionLog log_;
  Deadlines deadlines_;
};

/// Where a phase stands on a timeline: what the tickers of both loops have in common.
template <class ClockType>
class PhaseOnTimeline {
 public:
  PhaseOnTimeline(BasicTimeline<ClockType>& timeline, Phase phase, std::uint64_t threshold_ns)
      : timeline_(timeline),
        clock_(timeline.clock()),
        threshold_ticks_(clock_.ns_to_ticks(threshold_ns)),
        phase_(phase),
        start_(clock_.counter().read()),
        last_(start_) {
    timeline_.interruption_log().enter_phase(clock_.since_epoch_ns(start_));
    timeline_.deadlines() = {};
  }
  PhaseOnTimeline(const PhaseOnTimeline&) = delete;
  PhaseOnTimeline& operator=(const PhaseOnTimeline&) = delete;

 protected:
  ~PhaseOnTimeline() = default;

  bool interrupts(std::uint64_t ticks) const { return ticks >= threshold_ticks_; }
  void log(std::uint64_t from, std::uint64_t to, std::size_t op) {
    timeline_.interruption_log().add(clock_.since_epoch_ns(from), clock_.ticks_to_ns(to - from), phase_, op);
    if (op != Interruption::kIdleWork) longest_ticks_ = std::max(longest_ticks_, to - from);
  }
  void mark_late(std::uint64_t from, std::uint64_t to) {
    timeline_.deadlines().mark(clock_.ticks_to_ns(from - start_), clock_.ticks_to_ns(to - start_));
  }

  BasicTimeline<ClockType>& timeline_;
  const ClockType clock_;  // a copy, or every histogram entry could have changed it as far as the compiler knows
  const std::uint64_t threshold_ticks_;
  const Phase phase_;
  const std::uint64_t start_;
  std::uint64_t last_;               // when the op before ended, or the wait for this one
  std::size_t op_ = 0;               // number of the op that runs or comes next
  bool pending_ = false;             // an op has ended and is not in the histograms yet
  std::uint64_t longest_ticks_ = 0;  // of the interruptions
};

/// Times ops that follow each other without a break: a closed loop. From construction to destruction. A local
/// variable of the loop that runs the ops, so that its state stays in registers.
///
/// An op is entered into the histogram one tick late: its bookkeeping does not depend on the counter value
/// that is being read meanwhile, so the processor overlaps the two. Entered at once, it would wait for the
/// read and cost about as much again
/// (`bench_harness` shows recorded_op beside bare_counter_read).
template <class ClockType>
class BasicTicker : PhaseOnTimeline<ClockType> {
 public:
  /// The time up to the first `tick` belongs to the first op.
  BasicTicker(BasicTimeline<ClockType>& timeline, Phase phase, std::uint64_t threshold_ns)
      : PhaseOnTimeline<ClockType>(timeline, phase, threshold_ns) {}
  ~BasicTicker() {
    if (this->pending_) enter();
  }

  /// An op ended, and the next one begins.
  void tick() {
    const std::uint64_t now = this->clock_.counter().read();
    if (this->pending_) [[likely]] {
      enter();
    }
    this->pending_ = true;
    length_ticks_ = now - this->last_;
    // Not one tick late: the evidence has to be read before the next op changes it.
    if (this->interrupts(length_ticks_)) [[unlikely]] {
      this->log(this->last_, now, this->op_);
      this->mark_late(this->last_, now);
    }
    ++this->op_;
    this->last_ = now;
  }

 private:
  void enter() {
    const std::uint64_t length_ns = this->clock_.ticks_to_ns(length_ticks_);
    this->timeline_.service().record(length_ns);
    if (this->last_ >= slices_.end) [[unlikely]] {
      slices_ = this->timeline_.slices_at(this->last_);
    }
    slices_.service->record(length_ns);
  }

  std::uint64_t length_ticks_ = 0;
  typename BasicTimeline<ClockType>::Slices slices_;  // of the op that was entered last
};

using Timeline = BasicTimeline<Clock>;
using Ticker = BasicTicker<Clock>;

}  // namespace ovg::measure
