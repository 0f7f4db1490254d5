#pragma once

#include "harness/measure/clock.h"
#include "harness/measure/gap_log.h"

namespace ovg::measure {

/// The pauses that a memory manager reports of itself. `begin` and `end` neither allocate nor lock, so they
/// may be called from a collector's callback.
class PauseLog {
 public:
  PauseLog(const Clock& clock, std::size_t capacity) : clock_(clock), log_(capacity) {}

  void enter(Phase phase) { phase_ = phase; }
  void begin() { start_ns_ = clock_.now_ns(); }
  void end() { log_.add({start_ns_, clock_.now_ns() - start_ns_, phase_}); }

  const GapLog& log() const { return log_; }

 private:
  const Clock& clock_;
  GapLog log_;
  Phase phase_ = Phase::kSetup;
  std::uint64_t start_ns_ = 0;
};

}  // namespace ovg::measure
