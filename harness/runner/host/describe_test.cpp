#include "harness/runner/host/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>

#include <nlohmann/json.hpp>

#include "harness/runner/host/warnings.h"
#include "harness/runner/testing/fake_host.h"

namespace ovg::runner::host {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void put_two_sockets_with_threads(const FakeHost& host) {
  for (int cpu = 0; cpu < 8; ++cpu) {
    host.put_cpu(cpu, "topology/physical_package_id", std::to_string(cpu / 4));
    host.put_cpu(cpu, "topology/core_id", std::to_string(cpu % 2));
    host.put_cpu(cpu, "cpufreq/scaling_governor", cpu == 5 ? "powersave\n" : "performance\n");
    host.put_cpu(cpu, "cpufreq/scaling_cur_freq", "2000000\n");
  }
}

TEST(Host, AnEmptyHostIsNotAvailableEverywhere) {
  const FakeHost host;
  const json described = *describe_host(host.files());
  for (const char* name : {"cpu", "governor", "frequency_khz", "boost", "thp", "thp_defrag", "load", "io_pressure",
                           "steal_ticks_since_boot", "throttled_ns", "swap_total", "clock_source", "virtualisation"}) {
    EXPECT_EQ(described.at(name), "n/a") << name;
  }
  EXPECT_EQ(described.at("topology").at("cores"), "n/a");
  EXPECT_EQ(described.at("cgroup").at("memory_limit"), "n/a");
}

TEST(Host, TopologyCountsSocketsCoresAndThreads) {
  const FakeHost host;
  put_two_sockets_with_threads(host);
  EXPECT_EQ(describe_host(host.files())->at("topology"), json({{"sockets", 2}, {"cores", 4}, {"threads_per_core", 2}}));
}

TEST(Host, WhatDiffersBetweenCpusIsListed) {
  const FakeHost host;
  put_two_sockets_with_threads(host);
  const json described = *describe_host(host.files());
  EXPECT_EQ(described.at("frequency_khz"), "2000000");
  ASSERT_EQ(described.at("governor").size(), 8U);
  EXPECT_EQ(described.at("governor")[5], "powersave");
}

TEST(Host, LimitsOfBothVersionsReadAlike) {
  const FakeHost v1;
  v1.put("/proc/self/cgroup", "2:cpu:/\n1:memory:/\n");
  v1.put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000\n");
  v1.put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  v1.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
  const FakeHost v2;
  v2.put("/proc/self/cgroup", "0::/\n");
  v2.put("/sys/fs/cgroup/cpu.max", "150000 100000\n");
  v2.put("/sys/fs/cgroup/memory.max", "1000\n");
  const json expected = {{"cpu_limit", "150000 100000"}, {"memory_limit", "1000"}};
  EXPECT_EQ(describe_host(v1.files())->at("cgroup"), expected);
  EXPECT_EQ(describe_host(v2.files())->at("cgroup"), expected);
}

TEST(Host, VariablesThatDoNotReachChildrenAreShown) {
  setenv("MALLOC_ARENA_MAX", "3", 1);
  const json described = *describe_host(HostFiles());
  unsetenv("MALLOC_ARENA_MAX");
  EXPECT_EQ(described.at("ignored_variables").at("MALLOC_ARENA_MAX"), "3");
  EXPECT_EQ(described.at("ignored_variables").count("PATH"), 0U);
}

TEST(Host, TellsThisMachine) {
  const json described = *describe_host(HostFiles());
  EXPECT_GT(described.at("timer_cost_ns").get<double>(), 0);
  EXPECT_EQ(described.at("timer_slack_ns"), prctl(PR_GET_TIMERSLACK));
  EXPECT_THAT(described.at("load").get<std::string>(), HasSubstr("/"));
}

TEST(HostWarnings, AQuietHostGivesNone) {
  const FakeHost host;
  host.put_cpu(0, "cpufreq/scaling_governor", "performance\n");
  host.put_cpu(1, "cpufreq/scaling_governor", "performance\n");
  host.put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
  host.put("/proc/loadavg", "1.00 0.50 0.20 1/100 1234\n");
  host.put("/proc/meminfo", "SwapTotal: 100 kB\nSwapFree: 100 kB\n");
  EXPECT_THAT(host_warnings(host.files()), IsEmpty());
  EXPECT_THAT(host_warnings(FakeHost().files()), IsEmpty());
}

TEST(HostWarnings, EachNamesWhatToDo) {
  const FakeHost host;
  host.put_cpu(0, "cpufreq/scaling_governor", "performance\n");
  host.put_cpu(1, "cpufreq/scaling_governor", "schedutil\n");
  host.put("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
  host.put("/proc/loadavg", "1.01 0.50 0.20 1/100 1234\n");
  host.put("/proc/meminfo", "SwapTotal: 4096 kB\nSwapFree: 2048 kB\n");
  EXPECT_THAT(host_warnings(host.files()),
              ElementsAre(HasSubstr("governor is schedutil"), HasSubstr("--tune sets madvise"),
                          HasSubstr("load 1.01 on 2 CPUs"), HasSubstr("2 MiB are swapped out")));
}

TEST(AvailableBytes, TheCgroupsLimitCounts) {
  EXPECT_EQ(available_bytes(FakeHost().files()), std::nullopt);
  const FakeHost host;
  host.put("/proc/meminfo", "MemAvailable: 1048576 kB\n");
  host.put("/proc/self/cgroup", "0::/\n");
  host.put("/sys/fs/cgroup/memory.max", "max\n");
  host.put("/sys/fs/cgroup/memory.current", "100\n");
  EXPECT_EQ(available_bytes(host.files()), std::uint64_t{1} << 30);
  host.put("/sys/fs/cgroup/memory.max", "300\n");
  EXPECT_EQ(available_bytes(host.files()), 200U);
  host.put("/sys/fs/cgroup/memory.current", "400\n");
  EXPECT_EQ(available_bytes(host.files()), 0U);
}

}  // namespace
}  // namespace ovg::runner::host
