#include "harness/runner/host/host_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/host/cgroup.h"
#include "harness/runner/testing/fake_host.h"

namespace ovg::runner::host {
namespace {

using testing::ElementsAre;

TEST(HostFiles, WhatIsNotThereGivesNothing) {
  const FakeHost host;
  host.put("/empty", "\n");
  for (const char* name : {"/missing", "/empty"}) {
    EXPECT_EQ(host.files().text(name), std::nullopt);
    EXPECT_EQ(host.files().number(name), std::nullopt);
    EXPECT_EQ(host.files().field(name, "key"), std::nullopt);
    EXPECT_EQ(host.files().choice(name), std::nullopt);
  }
  EXPECT_TRUE(host.files().cpus().empty());
}

TEST(HostFiles, FieldsAreFoundByTheirWholeKey) {
  const FakeHost host;
  host.put("/stat", "nr_throttled_more 9\nnr_throttled 3\nmodel name\t: A CPU: fast\nMemTotal:   16 kB\nbare\n");
  EXPECT_EQ(host.files().field_number("/stat", "nr_throttled"), 3U);
  EXPECT_EQ(host.files().field("/stat", "model name"), "A CPU: fast");
  EXPECT_EQ(host.files().field_number("/stat", "MemTotal"), 16U);
  EXPECT_EQ(host.files().field("/stat", "model"), "name\t: A CPU: fast");
  EXPECT_EQ(host.files().field("/stat", "bare"), std::nullopt);
}

TEST(HostFiles, AChoiceIsTheWordInBrackets) {
  const FakeHost host;
  host.put("/thp", "always [madvise] never\n");
  host.put("/governor", "performance\n");
  EXPECT_EQ(host.files().choice("/thp"), "madvise");
  EXPECT_EQ(host.files().choice("/governor"), "performance");
}

TEST(HostFiles, CpusComeInTheOrderOfTheirNumbers) {
  const FakeHost host;
  for (const int cpu : {10, 2, 0}) host.put_cpu(cpu, "online", "1");
  host.put("/sys/devices/system/cpu/cpufreq/boost", "1");
  host.put("/sys/devices/system/cpu/cpuidle/x", "1");
  EXPECT_THAT(host.files().cpus(), ElementsAre("/sys/devices/system/cpu/cpu0", "/sys/devices/system/cpu/cpu2",
                                               "/sys/devices/system/cpu/cpu10"));
}

TEST(Cgroup, TheOwnGroupComesFirstThenThoseAboveIt) {
  const FakeHost host;
  host.put("/proc/self/cgroup", "0::/a.slice/b\n");
  host.put("/sys/fs/cgroup/a.slice/b/memory.max", "max\n");
  host.put("/sys/fs/cgroup/a.slice/memory.max", "100\n");
  const HostFiles files = host.files();
  EXPECT_THAT(Cgroup(files).unified(),
              ElementsAre("/sys/fs/cgroup/a.slice/b", "/sys/fs/cgroup/a.slice", "/sys/fs/cgroup"));
  EXPECT_EQ(Cgroup(files).nearest("memory.max", "memory", "memory.limit_in_bytes"), "max");
}

TEST(Cgroup, InAContainerOnlyTheRootIsThere) {
  const FakeHost host;
  host.put("/proc/self/cgroup", "0::/docker/0123\n");
  host.put("/sys/fs/cgroup/cpu.stat", "nr_throttled 1\n");
  const HostFiles files = host.files();
  EXPECT_THAT(Cgroup(files).unified(), ElementsAre("/sys/fs/cgroup"));
}

TEST(Cgroup, ControllersOfVersion1MayShareAMount) {
  const FakeHost host;
  host.put("/proc/self/cgroup", "5:cpu,cpuacct:/x\n4:cpuset:/\n0::/\nnonsense\n7:bad\n");
  host.put("/sys/fs/cgroup/cpu,cpuacct/x/cpu.stat", "nr_throttled 1\n");
  host.put("/sys/fs/cgroup/unified/cgroup.procs", "");
  const HostFiles files = host.files();
  EXPECT_THAT(Cgroup(files).of_controller("cpu"),
              ElementsAre("/sys/fs/cgroup/cpu,cpuacct/x", "/sys/fs/cgroup/cpu,cpuacct"));
  EXPECT_THAT(Cgroup(files).unified(), ElementsAre("/sys/fs/cgroup/unified"));
  EXPECT_TRUE(Cgroup(files).of_controller("memory").empty());
}

}  // namespace
}  // namespace ovg::runner::host
