#include "harness/runner/host/cgroup.h"

#include <sstream>

namespace ovg::runner::host {

namespace {

constexpr const char* kOwn = "/proc/self/cgroup";
constexpr const char* kMount = "/sys/fs/cgroup";

/// A line of /proc/self/cgroup: "4:cpu,cpuacct:/user.slice", and "0::/user.slice" for version 2.
struct Membership {
  std::string controllers;
  std::string path;
};

std::vector<Membership> memberships(const HostFiles& files) {
  std::vector<Membership> found;
  std::istringstream lines(files.text(kOwn).value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos || line.compare(second, 2, ":/") != 0) continue;
    found.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return found;
}

bool holds(const std::string& controllers, std::string_view name) {
  std::istringstream words(controllers);
  for (std::string word; std::getline(words, word, ',');) {
    if (word == name) return true;
  }
  return false;
}

}  // namespace

Cgroup::Cgroup(const HostFiles& files) : files_(files) {
  const std::string mount = kMount;
  const std::string beside_version_1 = mount + "/unified";
  for (const Membership& membership : memberships(files)) {
    if (membership.controllers.empty())
      unified_ = upwards(exists(beside_version_1) ? beside_version_1 : mount, membership.path);
  }
}

std::vector<std::string> Cgroup::of_controller(std::string_view name) const {
  for (const Membership& membership : memberships(files_)) {
    if (!holds(membership.controllers, name)) continue;
    // "cpu" is usually a link to "cpu,cpuacct": one of them, or a group would be counted twice.
    const std::string alone = std::string(kMount) + "/" + std::string(name);
    const std::string together = std::string(kMount) + "/" + membership.controllers;
    return upwards(exists(alone) ? alone : together, membership.path);
  }
  return {};
}

std::optional<std::string> Cgroup::nearest(std::string_view v2_file, std::string_view v1_controller,
                                           std::string_view v1_file) const {
  const auto first_of = [&](const std::vector<std::string>& folders, std::string_view file) {
    std::optional<std::string> text;
    for (const std::string& folder : folders) {
      if (!text) text = files_.text(folder + "/" + std::string(file));
    }
    return text;
  };
  const auto text = first_of(unified_, v2_file);
  return text ? text : first_of(of_controller(v1_controller), v1_file);
}

std::vector<std::string> Cgroup::upwards(const std::string& mount, std::string path) const {
  std::vector<std::string> folders;
  for (;; path.resize(path.rfind('/'))) {
    while (!path.empty() && path.back() == '/') path.pop_back();
    if (exists(mount + path)) folders.push_back(mount + path);
    if (path.empty()) return folders;
  }
}

bool Cgroup::exists(const std::string& folder) const {
  std::error_code ignored;
  return std::filesystem::is_directory(files_.path(folder), ignored);
}

}  // namespace ovg::runner::host
