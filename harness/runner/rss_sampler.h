#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "harness/runner/unique_fd.h"

namespace ovg::runner {

struct RssSample {
  std::uint64_t monotonic_ns = 0;
  std::uint64_t bytes = 0;
};

/// Resident memory of a process as /proc/PID/statm has it, read from outside: it costs the process no
/// instruction.
class RssSampler {
 public:
  explicit RssSampler(pid_t pid);
  /// Appends a sample; nothing once the process has ended.
  void sample();
  std::vector<RssSample> take() { return std::move(samples_); }

 private:
  UniqueFd statm_;
  std::vector<RssSample> samples_;
};

}  // namespace ovg::runner
