#include "harness/runner/host/describe.h"

#include <gnu/libc-version.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "harness/base/memory_variables.h"
#include "harness/runner/host/cgroup.h"
#include "harness/runner/host/noise.h"
#include "harness/runner/os/clocks.h"

namespace ovg::runner::host {

using nlohmann::json;

namespace {

constexpr const char* kUnknown = "n/a";

template <class T>
json or_unknown(const std::optional<T>& value) {
  return value ? json(*value) : json(kUnknown);
}

/// Name in the manifest, file.
using NamedFile = std::pair<const char*, const char*>;

constexpr std::array<NamedFile, 6> kLastingFiles = {{
    {"kernel_command_line", "/proc/cmdline"},
    {"boost", "/sys/devices/system/cpu/cpufreq/boost"},
    {"no_turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo"},
    {"smt", "/sys/devices/system/cpu/smt/active"},
    {"aslr", "/proc/sys/kernel/randomize_va_space"},
    {"clock_source", "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
}};

constexpr std::array<NamedFile, 2> kChoices = {{
    {"thp", "/sys/kernel/mm/transparent_hugepage/enabled"},
    {"thp_defrag", "/sys/kernel/mm/transparent_hugepage/defrag"},
}};

constexpr std::array<NamedFile, 4> kChangingFiles = {{
    {"load", "/proc/loadavg"},
    {"cpu_pressure", "/proc/pressure/cpu"},
    {"memory_pressure", "/proc/pressure/memory"},
    {"io_pressure", "/proc/pressure/io"},
}};

/// Name in the manifest, file, key in it.
struct NamedField {
  const char* name;
  const char* file;
  const char* key;
};

constexpr std::array<NamedField, 4> kLastingFields = {{
    {"cpu", "/proc/cpuinfo", "model name"},
    {"microcode", "/proc/cpuinfo", "microcode"},
    {"memory_total", "/proc/meminfo", "MemTotal"},
    {"swap_total", "/proc/meminfo", "SwapTotal"},
}};

constexpr std::array<NamedField, 2> kChangingFields = {{
    {"memory_available", "/proc/meminfo", "MemAvailable"},
    {"swap_free", "/proc/meminfo", "SwapFree"},
}};

template <std::size_t N>
void add(const HostFiles& files, const std::array<NamedFile, N>& table, json& host) {
  for (const auto& [name, file] : table) host[name] = or_unknown(files.text(file));
}

template <std::size_t N>
void add(const HostFiles& files, const std::array<NamedField, N>& table, json& host) {
  for (const auto& [name, file, key] : table) host[name] = or_unknown(files.field(file, key));
}

std::string virtualisation(const HostFiles& files) {
  const std::string flags = files.field("/proc/cpuinfo", "flags").value_or("");
  const bool hypervisor = flags.find(" hypervisor") != std::string::npos;
  const auto product = files.text("/sys/class/dmi/id/product_name");
  if (hypervisor) return product ? "virtual machine (" + *product + ")" : "virtual machine";
  return product ? "none seen (" + *product + ")" : kUnknown;
}

/// Version 1 has the two numbers of version 2's "quota period" in a file each.
std::string cpu_limit(const Cgroup& cgroup) {
  const auto quota = cgroup.nearest("cpu.max", "cpu", "cpu.cfs_quota_us");
  const auto period = cgroup.nearest("cpu.max", "cpu", "cpu.cfs_period_us");
  if (!quota) return kUnknown;
  return quota == period ? *quota : *quota + " " + period.value_or(kUnknown);
}

json cgroup_limits(const HostFiles& files) {
  const Cgroup cgroup(files);
  return {{"cpu_limit", cpu_limit(cgroup)},
          {"memory_limit", or_unknown(cgroup.nearest("memory.max", "memory", "memory.limit_in_bytes"))}};
}

/// {sockets, cores, threads_per_core} as the kernel numbers them, threads of the core that has most; "n/a"
/// where it does not.
json describe_topology(const HostFiles& files) {
  std::set<std::uint64_t> sockets;
  std::map<std::pair<std::uint64_t, std::uint64_t>, unsigned> cores;  // socket and core -> threads
  unsigned threads_per_core = 0;
  for (const std::string& cpu : files.cpus()) {
    const auto socket = files.number(cpu + "/topology/physical_package_id");
    const auto core = files.number(cpu + "/topology/core_id");
    if (!socket || !core) continue;  // offline
    sockets.insert(*socket);
    threads_per_core = std::max(threads_per_core, ++cores[{*socket, *core}]);
  }
  if (cores.empty()) return {{"sockets", kUnknown}, {"cores", kUnknown}, {"threads_per_core", kUnknown}};
  return {{"sockets", sockets.size()}, {"cores", cores.size()}, {"threads_per_core", threads_per_core}};
}

/// A file below every CPU's folder, such as "cpufreq/scaling_governor": one text where all agree, else a list
/// in the order of the CPUs; "n/a" where no CPU has it.
json of_every_cpu(const HostFiles& files, const std::string& file) {
  std::vector<std::string> values;
  for (const std::string& cpu : files.cpus()) values.push_back(files.text(cpu + "/" + file).value_or(kUnknown));
  if (values.empty()) return kUnknown;
  const bool all_agree = std::ranges::all_of(values, [&](const std::string& value) { return value == values.front(); });
  return all_agree ? json(values.front()) : json(values);
}

/// What a read of CLOCK_MONOTONIC takes, in ns: the least mean of several batches, 1 ms in all.
double timer_cost_ns() {
  constexpr int kBatches = 10;
  constexpr int kReads = 2'000;
  double least_ns = std::numeric_limits<double>::max();
  for (int batch = 0; batch < kBatches; ++batch) {
    const std::uint64_t start_ns = os::monotonic_ns();
    std::uint64_t end_ns = start_ns;
    for (int read = 0; read < kReads; ++read) end_ns = os::monotonic_ns();
    least_ns = std::min(least_ns, static_cast<double>(end_ns - start_ns) / kReads);
  }
  return least_ns;
}

/// By how much the kernel may put off the timers of this thread, in ns.
std::optional<std::uint64_t> timer_slack_ns() {
  const int slack = prctl(PR_GET_TIMERSLACK);
  return slack < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(slack));
}

}  // namespace

record::CarriedJson describe_host(const HostFiles& files) {
  utsname system{};
  uname(&system);
  json host = describe_host_state(files);
  host.update({
      {"cores_online", sysconf(_SC_NPROCESSORS_ONLN)},
      {"page_bytes", sysconf(_SC_PAGESIZE)},
      {"architecture", system.machine},
      {"kernel", system.release},
      {"libc", std::string("glibc ") + gnu_get_libc_version()},
      {"topology", describe_topology(files)},
      {"governor", of_every_cpu(files, "cpufreq/scaling_governor")},
      {"virtualisation", virtualisation(files)},
      {"cgroup", cgroup_limits(files)},
      {"ignored_variables", base::memory_variables()},  // of the runner, which hides them from children
      {"timer_cost_ns", timer_cost_ns()},
      {"timer_slack_ns", or_unknown(timer_slack_ns())},
  });
  add(files, kLastingFiles, host);
  add(files, kLastingFields, host);
  for (const auto& [name, file] : kChoices) host[name] = or_unknown(files.choice(file));
  return std::make_shared<const json>(std::move(host));
}

json describe_host_state(const HostFiles& files) {
  const NoiseReading reading = read_noise(files);
  json state = {
      {"steal_ticks_since_boot", or_unknown(reading.steal_ticks)},
      {"throttled_periods", or_unknown(reading.throttled_periods)},
      {"throttled_ns", or_unknown(reading.throttled_ns)},
      {"frequency_khz", of_every_cpu(files, "cpufreq/scaling_cur_freq")},
  };
  add(files, kChangingFiles, state);
  add(files, kChangingFields, state);
  return state;
}

}  // namespace ovg::runner::host
