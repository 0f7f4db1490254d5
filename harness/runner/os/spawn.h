#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "harness/runner/os/unique_fd.h"

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
  std::vector<std::string> argv;  // argv[0] is the executable; one without a slash is looked up in PATH
  std::vector<std::string> environment;  // "NAME=VALUE", complete
  std::filesystem::path log;             // empty: what the child prints is dropped
  Channel channel = Channel::kPrivate;
  double rss_every_ms = 10;  // how often its resident memory is read from outside; 0: never
};

struct Process {
  pid_t pid = -1;
  UniqueFd pidfd;    // readable when the process has ended; none on kernels before 5.3
  UniqueFd channel;  // non-blocking
  UniqueFd log;
};

/// Starts a child in a process group of its own, with /dev/null as standard input. The kernel kills the child
/// when the runner dies, however it dies. A child that cannot be executed says why in its log and exits with
/// 127. Throws std::system_error when it cannot be forked or the log cannot be opened.
Process spawn(const ProcessSpec& spec);

}  // namespace ovg::runner::os
