#pragma once

#include "harness/measure/clock.h"
#include "harness/measure/gap_log.h"
#include "harness/measure/histogram.h"

namespace ovg::measure {

/// The op boundaries of one mutator thread: one counter read per op, and the end of op i is the start of op
/// i+1, so that nothing can hide between two ops. Every op goes into the histogram; one that lasted
/// `threshold_ns` or longer is an interruption and goes into the log as well.
class Timeline {
 public:
  /// `log_capacity`: how many interruptions are kept.
  Timeline(const Clock& clock, std::size_t log_capacity) : clock_(clock), log_(log_capacity) {}

  class Ticker;

  Histogram& histogram() { return histogram_; }
  const Histogram& histogram() const { return histogram_; }
  const GapLog& interruptions() const { return log_; }

 private:
  const Clock& clock_;
  Histogram histogram_;
  GapLog log_;
};

/// Times the ops of one phase on a timeline, from construction to destruction. A local variable of the loop
/// that runs the ops, so that its state stays in registers.
///
/// An op is entered into the histogram one tick late: its bookkeeping does not depend on the counter value
/// that is being read meanwhile, so the processor overlaps the two. Entered at once, it would wait for the
/// read and cost about as much again
/// (`bench_harness` shows recorded_op beside bare_counter_read).
class Timeline::Ticker {
 public:
  /// The time up to the first `tick` belongs to the first op.
  Ticker(Timeline& timeline, Phase phase, std::uint64_t threshold_ns)
      : timeline_(timeline),
        clock_(timeline.clock_),
        threshold_ns_(threshold_ns),
        phase_(phase),
        last_(clock_.counter().read()) {}
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;
  ~Ticker() {
    if (ops_pending_) enter();
  }

  /// An op ended, and the next one begins.
  void tick() {
    const std::uint64_t now = clock_.counter().read();
    if (ops_pending_) [[likely]] {
      enter();
    }
    ops_pending_ = true;
    length_ticks_ = now - last_;
    last_ = now;
  }

 private:
  /// The op that ended at `last_`.
  void enter() {
    const std::uint64_t length_ns = clock_.ticks_to_ns(length_ticks_);
    timeline_.histogram_.record(length_ns);
    if (length_ns >= threshold_ns_) [[unlikely]] {
      timeline_.log_.add({timeline_.clock_.since_epoch_ns(last_ - length_ticks_), length_ns, phase_});
    }
  }

  Timeline& timeline_;
  const Clock clock_;  // a copy, or every histogram entry could have changed it as far as the compiler knows
  const std::uint64_t threshold_ns_;
  const Phase phase_;
  bool ops_pending_ = false;
  std::uint64_t length_ticks_ = 0;
  std::uint64_t last_;
};

}  // namespace ovg::measure
