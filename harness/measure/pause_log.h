#pragma once

#include "harness/measure/clock.h"
#include "harness/measure/gap_log.h"

namespace ovg::measure {

/// The pauses that a memory manager reports of itself. `begin` and `end` neither allocate nor lock, so they
/// may be called from a collector's callback. Their phase is not known here: whoever has the times of the
/// phases places them.
class PauseLog {
 public:
  struct Pause {
    std::uint64_t start_ns;
    std::uint64_t length_ns;
  };

  PauseLog(const Clock& clock, std::size_t capacity) : clock_(clock), log_(capacity) {}

  void begin() { start_ns_ = clock_.now_ns(); }
  void end() { log_.add({start_ns_, clock_.now_ns() - start_ns_}); }

  const BoundedLog<Pause>& log() const { return log_; }

 private:
  const Clock& clock_;
  BoundedLog<Pause> log_;
  std::uint64_t start_ns_ = 0;
};

}  // namespace ovg::measure
