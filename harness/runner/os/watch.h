#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/os/signals.h"
#include "harness/runner/os/spawn.h"

namespace ovg::runner::os {

/// Resident memory at one moment.
struct RssSample {
  std::uint64_t monotonic_ns = 0;
  std::uint64_t bytes = 0;
};

/// How a watched process ended. Exactly one of exit_code and signal is there.
struct ProcessOutcome {
  std::optional<int> exit_code;
  std::optional<int> signal;
  bool timed_out = false;
  bool interrupted = false;           // the runner itself was asked to end
  bool flooded = false;               // wrote more than kMostBytes to its channel or its log
  std::uint64_t started_unix_ms = 0;  // wall clock
  std::uint64_t started_ns = 0;       // CLOCK_MONOTONIC
  std::uint64_t ended_ns = 0;
  std::uint64_t cpu_ns = 0;  // user and system time
  std::vector<RssSample> rss;

  std::uint64_t lifetime_ns() const { return ended_ns - started_ns; }
};

/// More than this in the channel or in the log of one child is a fault of the child.
inline constexpr std::uint64_t kMostBytes = 64u << 20;

/// Runs a process to its end: hands what arrives in its channel to `on_data`, samples its RSS as often as
/// `spec` says, and kills its whole process group on timeout, on flood and when a signal for the runner
/// arrives. Whatever the group leaves behind is killed, too, so a grandchild cannot hold up the run. Waits in
/// poll only.
ProcessOutcome watch(const ProcessSpec& spec, double timeout_s, Signals& signals,
                     const std::function<void(std::string_view)>& on_data);

}  // namespace ovg::runner::os
