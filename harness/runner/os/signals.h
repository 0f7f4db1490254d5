#pragma once

#include "harness/runner/os/unique_fd.h"

namespace ovg::runner::os {

/// Turns SIGINT, SIGTERM and SIGHUP into something to poll for, from construction to the end of the process,
/// so that no signal lands between two steps. Ignores SIGPIPE: a run goes on when the terminal that shows it
/// is gone.
class Signals {
 public:
  Signals();

  /// Readable once a signal has arrived.
  int fd() const { return fd_.get(); }

  /// The first signal that has arrived, 0 for none. Does not wait.
  int arrived();

 private:
  UniqueFd fd_;
  int first_ = 0;
};

/// Thrown by steps that cannot give their answer because a signal ended them; bench_all exits with 128 +
/// `signal`.
struct Interrupted {
  int signal = 0;
};

/// For a child between fork and exec: the signal state of an ordinary process. Safe there.
void restore_signals_in_child();

}  // namespace ovg::runner::os
