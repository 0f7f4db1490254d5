#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/os/signals.h"

namespace ovg::runner::os {

/// Where a child writes what the runner reads.
enum class Channel {
  kPrivate,         // descriptor kPrivateFd; standard output goes to the log
  kStandardOutput,  // standard output; standard error goes to the log
  kNone,
};

/// The descriptor number that children are told with --fd.
inline constexpr int kPrivateFd = 3;

struct ProcessSpec {
  std::vector<std::string> argv;         // argv[0] is the executable; one without a slash is looked up in PATH
  std::vector<std::string> environment;  // "NAME=VALUE", complete
  std::filesystem::path log;             // empty: what the child prints is dropped
  Channel channel = Channel::kPrivate;
  double rss_every_ms = 10;  // how often its resident memory is read from outside; 0: never
};

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

/// Runs a process to its end, in a process group of its own and with /dev/null as standard input: hands what
/// arrives in its channel to `on_data`, samples its RSS as often as `spec` says, and kills the whole group on
/// timeout, on flood and when a signal for the runner arrives. Whatever the group leaves behind is killed,
/// too, so a grandchild cannot hold up the run; and the kernel kills the child when the runner dies, however
/// it dies. A child that cannot be executed says why in its log and exits with 127. Waits in poll only.
/// Throws std::system_error when it cannot be forked or the log cannot be opened.
ProcessOutcome watch(const ProcessSpec& spec, double timeout_s, Signals& signals,
                     const std::function<void(std::string_view)>& on_data);

/// The last line of what a process printed that says something, without control characters and cut to a
/// length that fits a message. Empty where there is none, or no such file.
std::string last_line(const std::filesystem::path& log);

}  // namespace ovg::runner::os
