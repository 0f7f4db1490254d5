#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "harness/measure/arrivals.h"
#include "harness/measure/timeline.h"

namespace ovg::measure {

/// Times ops that are due at times of their own, whether or not the one before has ended: an open loop. Response
/// time counts from when an op was due, service time from when it began; an op that is late begins at once.
/// Waiting is spinning on the counter, so that no wake-up is late; a stretch of it that the thread lost is an
/// interruption like any other. Source: Gil Tene, "How NOT to measure latency" (coordinated omission).
///
/// For each op: `wait`, run it, `tick`.
template <class ClockType>
class BasicOpenLoop : PhaseOnTimeline<ClockType> {
 public:
  /// `schedule`: of the timeline's clock. Made before the phase starts: its tables take some microseconds.
  /// `idle`: called instead of waiting longer than kShortestIdleNs, with how long the next op is not due. What it takes
  /// is no waiting, and where it takes longer the op is late.
  using Idle = std::function<void(std::uint64_t ns)>;
  BasicOpenLoop(BasicTimeline<ClockType>& timeline, Phase phase, std::uint64_t threshold_ns, const Schedule& schedule,
                Idle idle = {})
      : PhaseOnTimeline<ClockType>(timeline, phase, threshold_ns),
        idle_(std::move(idle)),
        shortest_idle_ticks_(idle_ ? this->clock_.ns_to_ticks(kShortestIdleNs) : UINT64_MAX),
        schedule_(schedule),
        longest_read_ticks_(this->clock_.ns_to_ticks(kLongestReadNs)),
        shortest_deadline_ticks_(this->clock_.ns_to_ticks(timeline.deadlines().shortest_ns())) {}
  ~BasicOpenLoop() {
    if (this->pending_) enter();
  }

  /// Returns when the next op is due.
  void wait() {
    due_ = this->start_ + schedule_.next();
    if (this->last_ < due_) {
      last_on_time_ = this->op_;
      if (due_ - this->last_ > shortest_idle_ticks_) [[unlikely]] {
        use_idle_time();
      }
      spin();
    }
  }

  /// The op ended.
  void tick() {
    const std::uint64_t now = this->clock_.counter().read();
    if (this->pending_) enter();
    this->pending_ = true;
    service_ticks_ = now - this->last_;
    response_ticks_ = now - due_;
    ended_ = now;
    if (this->interrupts(service_ticks_)) [[unlikely]] {
      this->log(this->last_, now, this->op_);
    }
    ++this->op_;
    this->last_ = now;
  }

  /// Whether the queue was empty at least once in the second half of the ops so far, or the last op ended no later
  /// than the longest interruption alone explains. A rate that a thread cannot serve never lets it catch up, and what
  /// then looks like a response time is the length of the trial; a long stop with its queue behind it is what
  /// response times are there to show.
  bool kept_up() const {
    return this->op_ > 0 && (last_on_time_ >= this->op_ / 2 || response_ticks_ <= this->longest_ticks_);
  }
  static constexpr std::uint64_t kShortestIdleNs = 20'000;

  /// Spent waiting on the processor, in ns: without stretches of more than kLongestReadNs between two reads
  /// of the counter, in which the thread was somewhere else.
  static constexpr std::uint64_t kLongestReadNs = 5'000;
  std::uint64_t waited_ns() const { return this->clock_.ticks_to_ns(waited_ticks_); }

 private:
  void enter_pending() {
    if (this->pending_) enter();
    this->pending_ = false;
  }

  [[gnu::noinline]] void use_idle_time() {
    enter_pending();
    idle_(this->clock_.ticks_to_ns(due_ - this->last_));
    const std::uint64_t now = this->clock_.counter().read();
    if (this->interrupts(now - this->last_)) {
      this->log(this->last_, now, now > due_ ? Interruption::kOverrun : Interruption::kIdleWork);
    }
    this->last_ = now;
  }

  void spin() {
    enter_pending();
    std::uint64_t seen = this->last_;
    while (seen < due_) {
      const std::uint64_t now = this->clock_.counter().read();
      const std::uint64_t gap = now - seen;
      if (gap < longest_read_ticks_) [[likely]] {
        waited_ticks_ += gap;
      } else if (this->interrupts(gap)) {
        this->log(seen, now, Interruption::kWaiting);
      }
      seen = now;
    }
    this->last_ = seen;
  }

  /// Called, it would cost a third of a counter read more: the loop's state would have to be in memory.
  [[gnu::always_inline]] void enter() {
    const std::uint64_t service_ns = this->clock_.ticks_to_ns(service_ticks_);
    const std::uint64_t response_ns = this->clock_.ticks_to_ns(response_ticks_);
    this->timeline_.service().record(service_ns);
    this->timeline_.response().record(response_ns);
    if (ended_ >= slices_.end) [[unlikely]] {
      slices_ = this->timeline_.slices_at(ended_);
    }
    slices_.service->record(service_ns);
    slices_.response->record(response_ns);
    if (response_ticks_ >= shortest_deadline_ticks_) [[unlikely]] {
      this->mark_late(ended_ - response_ticks_, ended_);
    }
  }

  const Idle idle_;
  const std::uint64_t shortest_idle_ticks_;
  Schedule schedule_;
  const std::uint64_t longest_read_ticks_;
  const std::uint64_t shortest_deadline_ticks_;
  std::uint64_t due_ = 0;
  std::uint64_t service_ticks_ = 0;
  std::uint64_t response_ticks_ = 0;
  std::uint64_t ended_ = 0;
  typename BasicTimeline<ClockType>::Slices slices_;  // of the op that was entered last
  std::uint64_t waited_ticks_ = 0;
  std::size_t last_on_time_ = 0;
};

using OpenLoop = BasicOpenLoop<Clock>;

}  // namespace ovg::measure
