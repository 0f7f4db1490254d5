#include "harness/runner/host.h"

#include <gnu/libc-version.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace ovg::runner {

namespace {

constexpr const char* kUnknown = "n/a";

std::string whole_file(const std::string& path) {
  std::ifstream stream(path);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.pop_back();
  return text.empty() ? kUnknown : text;
}

/// The value after the first "key ... :" of /proc/cpuinfo or /proc/meminfo.
std::string field_of(const std::string& path, const std::string& key) {
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || line.rfind(key, 0) != 0) continue;
    const auto value = line.find_first_not_of(" \t", colon + 1);
    return value == std::string::npos ? kUnknown : line.substr(value);
  }
  return kUnknown;
}

/// The word in brackets: how sysfs shows a choice.
std::string chosen(const std::string& path) {
  const std::string text = whole_file(path);
  const auto open = text.find('[');
  const auto close = text.find(']', open);
  return open == std::string::npos || close == std::string::npos ? text
                                                                 : text.substr(open + 1, close - open - 1);
}

std::string virtualisation() {
  const bool hypervisor = field_of("/proc/cpuinfo", "flags").find(" hypervisor") != std::string::npos;
  const std::string product = whole_file("/sys/class/dmi/id/product_name");
  if (hypervisor) return product == kUnknown ? "virtual machine" : "virtual machine (" + product + ")";
  return product == kUnknown ? kUnknown : "none seen (" + product + ")";
}

nlohmann::json cgroup() {
  const auto either = [](const char* v2, const char* v1) {
    const std::string text = whole_file(std::string("/sys/fs/cgroup/") + v2);
    return text != kUnknown ? text : whole_file(std::string("/sys/fs/cgroup/") + v1);
  };
  return {{"cpu_limit", either("cpu.max", "cpu/cpu.cfs_quota_us")},
          {"cpu_throttling", either("cpu.stat", "cpu/cpu.stat")},
          {"memory_limit", either("memory.max", "memory/memory.limit_in_bytes")}};
}

}  // namespace

nlohmann::json describe_host() {
  utsname system{};
  uname(&system);
  nlohmann::json host = {
      {"cpu", field_of("/proc/cpuinfo", "model name")},
      {"microcode", field_of("/proc/cpuinfo", "microcode")},
      {"cores_online", sysconf(_SC_NPROCESSORS_ONLN)},
      {"page_bytes", sysconf(_SC_PAGESIZE)},
      {"memory_total", field_of("/proc/meminfo", "MemTotal")},
      {"memory_available", field_of("/proc/meminfo", "MemAvailable")},
      {"swap_total", field_of("/proc/meminfo", "SwapTotal")},
      {"architecture", system.machine},
      {"kernel", system.release},
      {"libc", std::string("glibc ") + gnu_get_libc_version()},
      {"thp", chosen("/sys/kernel/mm/transparent_hugepage/enabled")},
      {"virtualisation", virtualisation()},
      {"cgroup", cgroup()},
  };
  constexpr std::array<std::pair<const char*, const char*>, 11> kFiles = {{
      {"kernel_command_line", "/proc/cmdline"},
      {"governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"},
      {"frequency_khz", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq"},
      {"boost", "/sys/devices/system/cpu/cpufreq/boost"},
      {"no_turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo"},
      {"smt", "/sys/devices/system/cpu/smt/active"},
      {"aslr", "/proc/sys/kernel/randomize_va_space"},
      {"clock_source", "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
      {"load", "/proc/loadavg"},
      {"cpu_pressure", "/proc/pressure/cpu"},
      {"memory_pressure", "/proc/pressure/memory"},
  }};
  for (const auto& [name, path] : kFiles) host[name] = whole_file(path);
  return host;
}

}  // namespace ovg::runner
