#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/host/host_files.h"

namespace ovg::runner::host {

/// Where the files of our own control group are, as "/proc/self/cgroup" names it.
class Cgroup {
 public:
  explicit Cgroup(const HostFiles& files);

  /// Folders, our own group first and then those above it up to the root: a limit on any of them stops us.
  /// Inside a container the own path may not be there; then only the root is.
  const std::vector<std::string>& unified() const { return unified_; }  // version 2
  std::vector<std::string> of_controller(std::string_view name) const;  // version 1, such as "cpu"

  /// The nearest group's text of a file: version 2's, else version 1's.
  std::optional<std::string> nearest(std::string_view v2_file, std::string_view v1_controller,
                                     std::string_view v1_file) const;

 private:
  std::vector<std::string> upwards(const std::string& mount, std::string path) const;
  bool exists(const std::string& folder) const;

  const HostFiles& files_;
  std::vector<std::string> unified_;
};

}  // namespace ovg::runner::host
