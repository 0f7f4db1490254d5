#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/runner/host/host_files.h"

namespace ovg::runner::host {

/// A setting of the machine that was changed.
struct Tuned {
  std::string path;
  std::string from, to;
};

/// Sets a machine for measuring while it lives, and puts everything back when it goes: after success, after
/// an error, and after a signal, since signals are polled for. Governor performance, boost off, transparent
/// huge pages only where a program asks for them. What is not there is passed over; what cannot be written
/// (this needs root) is told and stays as it is. Before the first change it tells the command that restores
/// by hand: after SIGKILL nothing else can.
class Tuning {
 public:
  using Say = std::function<void(const std::string&)>;

  /// Changes nothing yet.
  Tuning(const HostFiles& files, Say say);
  ~Tuning();
  Tuning(const Tuning&) = delete;
  Tuning& operator=(const Tuning&) = delete;

  void apply();
  const std::vector<Tuned>& changed() const { return changed_; }

 private:
  bool set(const std::string& path, const std::string& value) const;
  void restore() noexcept;

  const HostFiles& files_;
  Say say_;
  std::vector<Tuned> changed_;
};

/// The shell command, for root, that undoes these changes.
std::string restoring_command(const std::vector<Tuned>& changes);

}  // namespace ovg::runner::host
