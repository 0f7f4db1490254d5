#include "harness/runner/host/warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "harness/runner/host/cgroup.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::host {

namespace {

constexpr double kHighestLoadPerCpu = 0.5;

void warn_of_governors(const HostFiles& files, std::vector<std::string>& warnings) {
  std::set<std::string> others;
  for (const std::string& cpu : files.cpus()) {
    const auto governor = files.text(cpu + "/cpufreq/scaling_governor");
    if (governor && *governor != "performance") others.insert(*governor);
  }
  if (others.empty()) return;
  warnings.push_back(
      fmt::format("the CPU frequency governor is {}, so that speed follows load: --tune sets performance for the run",
                  fmt::join(others, ", ")));
}

void warn_of_huge_pages(const HostFiles& files, std::vector<std::string>& warnings) {
  if (files.choice("/sys/kernel/mm/transparent_hugepage/enabled") != "always") return;
  warnings.emplace_back(
      "transparent huge pages are on for everything, which moves memory and pauses by chance: --tune sets "
      "madvise for the run");
}

void warn_of_load(const HostFiles& files, std::vector<std::string>& warnings) {
  const auto load = files.text("/proc/loadavg");
  const auto cpus = static_cast<double>(files.cpus().size());
  if (!load || cpus == 0) return;
  const double last_minute = std::strtod(load->c_str(), nullptr);
  if (last_minute <= kHighestLoadPerCpu * cpus) return;
  warnings.push_back(fmt::format("the host is busy: load {} on {} CPUs; end what else runs, or expect noisy trials",
                                 last_minute, cpus));
}

void warn_of_swap(const HostFiles& files, std::vector<std::string>& warnings) {
  const auto total = files.field_number("/proc/meminfo", "SwapTotal");
  const auto free = files.field_number("/proc/meminfo", "SwapFree");
  if (!total || !free || *free >= *total) return;
  warnings.push_back(
      fmt::format("{} MiB are swapped out: memory is or was short; swapoff -a && swapon -a brings them back",
                  (*total - *free) / 1024));
}

/// "max" of version 2 and a number beyond all memory in version 1 mean no limit.
std::optional<std::uint64_t> left_by_cgroup(const HostFiles& files) {
  const Cgroup cgroup(files);
  const auto limit = leading_number(cgroup.nearest("memory.max", "memory", "memory.limit_in_bytes").value_or(""));
  const auto used = leading_number(cgroup.nearest("memory.current", "memory", "memory.usage_in_bytes").value_or(""));
  if (!limit || !used) return std::nullopt;
  return *limit - std::min(*used, *limit);
}

}  // namespace

std::vector<std::string> host_warnings(const HostFiles& files) {
  std::vector<std::string> warnings;
  warn_of_governors(files, warnings);
  warn_of_huge_pages(files, warnings);
  warn_of_load(files, warnings);
  warn_of_swap(files, warnings);
  return warnings;
}

std::optional<std::uint64_t> available_bytes(const HostFiles& files) {
  const auto kib = files.field_number("/proc/meminfo", "MemAvailable");
  const auto left = left_by_cgroup(files);
  if (!kib) return left;
  return std::min(*kib * 1024, left.value_or(*kib * 1024));
}

}  // namespace ovg::runner::host
