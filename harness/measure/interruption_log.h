#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/measure/gap_log.h"
#include "harness/measure/usage.h"

namespace ovg::measure {

/// A stretch in which a mutator thread made no progress, with what is known of the reason.
struct Interruption {
  static constexpr std::size_t kWaiting = SIZE_MAX;
  static constexpr std::size_t kIdleWork = SIZE_MAX - 1;  // work in idle time that was done before the next op was due
  static constexpr std::size_t kOverrun = SIZE_MAX - 2;   // and that was not
  bool is_between_ops() const { return op >= kOverrun; }

  std::uint64_t start_ns;
  std::uint64_t length_ns;
  Phase phase;
  std::size_t op;          // its number in the phase, from 0; kWaiting: between two ops, for the next one's time
  std::uint64_t since_ns;  // length of the stretch that `usage` is of: from the interruption before to this one's end
  Usage usage;
};

/// The interruptions of one thread. Besides keeping them it reads what the thread has used up, once for each.
class InterruptionLog {
 public:
  explicit InterruptionLog(std::size_t capacity) : log_(capacity) {}

  /// Takes the reading that the next interruption's usage counts from. On the thread that is observed.
  void enter_phase(std::uint64_t now_ns) {
    read_ns_ = now_ns;
    read_ = Usage::of_thread();
  }

  void add(std::uint64_t start_ns, std::uint64_t length_ns, Phase phase, std::size_t op) {
    const Usage usage = Usage::of_thread();
    const std::uint64_t end_ns = start_ns + length_ns;
    log_.add({start_ns, length_ns, phase, op, end_ns - read_ns_, usage - read_});
    read_ns_ = end_ns;
    read_ = usage;
  }

  const BoundedLog<Interruption>& log() const { return log_; }

 private:
  BoundedLog<Interruption> log_;
  std::uint64_t read_ns_ = 0;
  Usage read_;
};

}  // namespace ovg::measure
