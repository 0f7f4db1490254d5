#include "harness/runner/host/noise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/runner/testing/fake_host.h"

namespace ovg::runner::host {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// user nice system idle iowait irq softirq steal guest guest_nice
constexpr const char* kStat = "cpu  100 10 20 5000 40 3 7 60 50 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

TEST(NoiseReading, AHostThatTellsNothingIsUnknownAndNotQuiet) {
  const FakeHost host;
  const NoiseReading reading = read_noise(host.files());
  const record::Noise noise = noise_between(reading, read_noise(host.files()));
  EXPECT_EQ(noise.steal_share, std::nullopt);
  EXPECT_EQ(noise.steal_ticks, std::nullopt);
  EXPECT_EQ(noise.throttled_periods, std::nullopt);
  EXPECT_EQ(noise.throttled_ns, std::nullopt);
  EXPECT_EQ(noise.frequency_drift, std::nullopt);
  EXPECT_EQ(noise.cpu_pressure_share, std::nullopt);
  EXPECT_EQ(noise.memory_pressure_share, std::nullopt);
}

TEST(NoiseReading, StealIsAShareOfTheTimeThatWasWanted) {
  const FakeHost host;
  host.put("/proc/stat", kStat);
  const NoiseReading before = read_noise(host.files());
  EXPECT_EQ(before.steal_ticks, 60U);
  EXPECT_EQ(before.wanted_ticks, 200U);  // guest time is user time already
  host.put("/proc/stat", "cpu  130 15 25 9000 90 4 8 65 80 0\n");
  const record::Noise noise = noise_between(before, read_noise(host.files()));
  EXPECT_EQ(noise.steal_ticks, 5U);
  EXPECT_DOUBLE_EQ(noise.steal_share.value(), 5.0 / 47);  // however long CPUs were idle
}

TEST(NoiseReading, StealThatRunsBackwardsIsNone) {
  const FakeHost host;
  host.put("/proc/stat", kStat);
  const NoiseReading before = read_noise(host.files());
  host.put("/proc/stat", "cpu  200 10 20 5000 40 3 7 59 50 0\n");
  const record::Noise noise = noise_between(before, read_noise(host.files()));
  EXPECT_EQ(noise.steal_ticks, 0U);
  EXPECT_EQ(noise.steal_share, 0);
}

TEST(NoiseReading, OldKernelsWithFewColumnsTellNoSteal) {
  const FakeHost host;
  host.put("/proc/stat", "cpu  100 10 20 5000\n");
  EXPECT_EQ(read_noise(host.files()).steal_ticks, std::nullopt);
}

TEST(NoiseReading, ThrottlingOfVersion2IsSummedUpToTheRoot) {
  const FakeHost host;
  host.put("/proc/self/cgroup", "0::/a/b\n");
  host.put("/sys/fs/cgroup/cpu.stat", "usage_usec 5\n");  // as the root's: it has no limit
  host.put("/sys/fs/cgroup/a/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 2\nthrottled_usec 1500\n");
  host.put("/sys/fs/cgroup/a/b/cpu.stat", "nr_throttled 1\nthrottled_usec 100\n");
  const NoiseReading before = read_noise(host.files());
  EXPECT_EQ(before.throttled_periods, 3U);
  EXPECT_EQ(before.throttled_ns, 1'600'000U);
  host.put("/sys/fs/cgroup/a/cpu.stat", "nr_throttled 4\nthrottled_usec 2500\n");
  const record::Noise noise = noise_between(before, read_noise(host.files()));
  EXPECT_EQ(noise.throttled_periods, 2U);
  EXPECT_EQ(noise.throttled_ns, 1'000'000U);
}

TEST(NoiseReading, ThrottlingOfVersion1IsInNanoseconds) {
  const FakeHost host;
  host.put("/proc/self/cgroup", "1:cpu:/\n0::/\n");
  host.put("/sys/fs/cgroup/unified/cpu.stat", "usage_usec 5\n");
  host.put("/sys/fs/cgroup/cpu/cpu.stat", "nr_periods 7\nnr_throttled 6\nthrottled_time 123456\n");
  EXPECT_EQ(read_noise(host.files()).throttled_periods, 6U);
  EXPECT_EQ(read_noise(host.files()).throttled_ns, 123'456U);
}

TEST(NoiseReading, PressureIsAShareOfTheTimeBetween) {
  const FakeHost host;
  host.put("/proc/pressure/cpu", "some avg10=1.00 avg60=2.00 avg300=3.00 total=1000\nfull avg10=0 total=9\n");
  host.put("/proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=70\n");
  NoiseReading before = read_noise(host.files());
  EXPECT_EQ(before.cpu_stalled_us, 1000U);
  EXPECT_EQ(before.memory_stalled_us, 70U);
  NoiseReading after = before;
  after.monotonic_ns += 4'000'000;
  after.cpu_stalled_us = 2000;
  const record::Noise noise = noise_between(before, after);
  EXPECT_DOUBLE_EQ(noise.cpu_pressure_share.value(), 0.25);
  EXPECT_EQ(noise.memory_pressure_share, 0);
}

TEST(NoiseReading, TheFrequencyIsThatOfTheFastestCpu) {
  const FakeHost host;
  host.put_cpu(0, "cpufreq/scaling_cur_freq", "800000\n");
  host.put_cpu(1, "cpufreq/scaling_cur_freq", "3000000\n");
  host.put_cpu(2, "topology/core_id", "1\n");
  const NoiseReading before = read_noise(host.files());
  host.put_cpu(0, "cpufreq/scaling_cur_freq", "1600000\n");  // an idle CPU wakes
  EXPECT_EQ(noise_between(before, read_noise(host.files())).frequency_drift, 0);
  host.put_cpu(1, "cpufreq/scaling_cur_freq", "2400000\n");  // ours is slowed down
  EXPECT_DOUBLE_EQ(noise_between(before, read_noise(host.files())).frequency_drift.value(), -0.2);
}

TEST(NoiseReading, ReadsThisMachine) {
  const NoiseReading reading = read_noise(HostFiles());
  EXPECT_GT(reading.monotonic_ns, 0U);
  EXPECT_GT(reading.wanted_ticks.value(), 0U);
}

TEST(NoiseRules, TheUnknownIsNoReason) {
  EXPECT_THAT(reasons_for_noise({}), IsEmpty());
}

TEST(NoiseRules, NoneOfWhatIsWithinBounds) {
  record::Noise noise;
  noise.steal_share = 0.01;
  noise.steal_ticks = 100;
  noise.throttled_periods = 0;
  noise.throttled_ns = 0;
  noise.major_faults = 0;
  noise.frequency_drift = -0.03;
  noise.clock_drift_ppm = 1000;
  noise.cpu_pressure_share = 1;
  noise.memory_pressure_share = 1;
  noise.hiccups = 1000;
  noise.hiccup_max_ns = 1'000'000'000;
  EXPECT_THAT(reasons_for_noise(noise), IsEmpty());
}

TEST(NoiseRules, StealCountsFromTwoTicks) {
  record::Noise noise;
  noise.steal_share = 0.25;
  noise.steal_ticks = 1;
  EXPECT_THAT(reasons_for_noise(noise), IsEmpty());
  noise.steal_ticks = 2;
  EXPECT_THAT(reasons_for_noise(noise), ElementsAre(HasSubstr("took 25.0 % of the CPU time (2 ticks)")));
}

TEST(NoiseRules, EachReasonNamesItsFigures) {
  record::Noise noise;
  noise.throttled_periods = 3;
  noise.throttled_ns = 12'500'000;
  noise.major_faults = 4;
  noise.frequency_drift = -0.125;
  noise.clock_drift_ppm = -2000;
  EXPECT_THAT(reasons_for_noise(noise),
              ElementsAre(HasSubstr("3 periods, for 12.5 ms"), HasSubstr("4 major page faults"), HasSubstr("-12.5 %"),
                          HasSubstr("-2000 ppm")));
}

}  // namespace
}  // namespace ovg::runner::host
