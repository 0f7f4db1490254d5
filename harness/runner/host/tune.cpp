#include "harness/runner/host/tune.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <map>

#include "harness/runner/os/unique_fd.h"

namespace ovg::runner::host {

namespace {

struct Knob {
  const char* path;
  const char* value;
};

constexpr std::array<Knob, 3> kOfTheMachine = {{
    {"/sys/devices/system/cpu/cpufreq/boost", "0"},
    {"/sys/devices/system/cpu/intel_pstate/no_turbo", "1"},
    {"/sys/kernel/mm/transparent_hugepage/enabled", "madvise"},
}};

/// Every knob that is there and stands otherwise.
std::vector<Tuned> wanted_changes(const HostFiles& files) {
  std::vector<Tuned> changes;
  const auto want = [&](const std::string& path, const char* value) {
    const auto now = files.choice(path);
    if (now && *now != value) changes.push_back({path, *now, value});
  };
  for (const std::string& cpu : files.cpus()) want(cpu + "/cpufreq/scaling_governor", "performance");
  for (const auto& [path, value] : kOfTheMachine) want(path, value);
  return changes;
}

}  // namespace

Tuning::Tuning(const HostFiles& files, Say say) : files_(files), say_(std::move(say)) {}

Tuning::~Tuning() {
  restore();
}

void Tuning::apply() {
  std::vector<Tuned> possible;
  for (Tuned& change : wanted_changes(files_)) {
    change.path = files_.path(change.path).string();
    if (access(change.path.c_str(), W_OK) == 0) {
      possible.push_back(std::move(change));
    } else {
      say_(fmt::format("--tune cannot set {} ({}): it stays {}", change.path, std::strerror(errno), change.from));
    }
  }
  if (possible.empty()) {
    say_("--tune changes nothing on this machine");
    return;
  }
  say_(fmt::format("--tune restores when the run ends; after SIGKILL only this does, as root: {}",
                   restoring_command(possible)));
  changed_.reserve(possible.size());
  for (const Tuned& change : possible) {
    if (!set(change.path, change.to)) continue;
    changed_.push_back(change);
    say_(fmt::format("--tune: {}: {} -> {}", change.path, change.from, change.to));
  }
}

void Tuning::restore() noexcept {
  // The reverse order, so that a setting on which another depends is there again when that one is set.
  for (auto change = changed_.rbegin(); change != changed_.rend(); ++change) {
    try {
      set(change->path, change->from);
    } catch (const std::exception&) {  // standard error is gone: the rest is restored all the same
    }
  }
}

bool Tuning::set(const std::string& path, const std::string& value) const {
  const os::UniqueFd fd(open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  const bool done = fd && write(fd.get(), value.data(), value.size()) == static_cast<ssize_t>(value.size());
  if (!done) say_(fmt::format("--tune cannot write {} to {}: {}", value, path, std::strerror(errno)));
  return done;
}

std::string restoring_command(const std::vector<Tuned>& changes) {
  std::map<std::string, std::vector<std::string>> paths;  // value to restore -> where
  for (const Tuned& change : changes) paths[change.from].push_back(change.path);
  std::vector<std::string> commands;
  for (const auto& [value, places] : paths) {
    commands.push_back(fmt::format("echo {} | tee {} >/dev/null", value, fmt::join(places, " ")));
  }
  return fmt::format("{}", fmt::join(commands, "; "));
}

}  // namespace ovg::runner::host
