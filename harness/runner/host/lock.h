#pragma once

#include <string>

#include "harness/runner/os/unique_fd.h"

namespace ovg::runner::host {

/// One suite at a time measures on a host: two would measure each other. Held until destroyed; a killed
/// holder lets go.
class HostLock {
 public:
  HostLock() = default;

  /// Throws UsageError that names the holder's process when another suite holds it. When the file cannot be
  /// used at all, `warning` says why and nothing is held. The file is /tmp/ownership-vs-gc.lock, or what
  /// OVG_LOCK_FILE names.
  static HostLock take(std::string& warning);

 private:
  os::UniqueFd fd_;
};

}  // namespace ovg::runner::host
