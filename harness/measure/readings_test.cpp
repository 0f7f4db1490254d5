// Readings of the process and its clock, checked against another source of the same fact.

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "harness/measure/clock.h"
#include "harness/measure/memory.h"
#include "harness/measure/usage.h"

namespace ovg::measure {
namespace {

TEST(Clock, AgreesWithSteadyClock) {
  Clock clock;
  clock.calibrate();
  const std::uint64_t start = clock.now_ns();
  const auto reference_start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto length = static_cast<double>(clock.now_ns() - start);
  const std::chrono::duration<double, std::nano> reference =
      std::chrono::steady_clock::now() - reference_start;
  EXPECT_NEAR(length / reference.count(), 1.0, 0.002);
  EXPECT_LT(std::abs(clock.drift_ppm()), 1000);
}

TEST(Clock, ItsZeroIsAPointOnTheMonotonicClock) {
  Clock clock;
  clock.calibrate();
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto monotonic =
      static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000ULL + static_cast<std::uint64_t>(now.tv_nsec);
  const auto on_time_line = static_cast<double>(clock.epoch_monotonic_ns() + clock.now_ns());
  EXPECT_NEAR(on_time_line - static_cast<double>(monotonic), 0, 5e6);
}

TEST(Memory, RssFollowsTouchedPages) {
  constexpr std::size_t kBytes = 64U << 20;
  const std::uint64_t before = rss_bytes();
  void* const block = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(block, MAP_FAILED);
  std::memset(block, 1, kBytes);
  const std::uint64_t touched = rss_bytes();
  EXPECT_NEAR(static_cast<double>(touched - before), static_cast<double>(kBytes), 2e6);
  munmap(block, kBytes);
  EXPECT_LT(rss_bytes(), touched - kBytes / 2);
  EXPECT_GE(peak_rss_bytes() + (1U << 20), touched);
}

TEST(Memory, NamesTheMallocOfThisProcess) {
  // Nothing is preloaded into a unit test; the preloaded case is tested end to end, through a child.
  EXPECT_EQ(allocator_in_use(), "glibc");
}

TEST(Usage, CountsFaultsAndCpuTime) {
  const Usage before = Usage::of_process();
  constexpr std::size_t kPages = 2000;
  const std::size_t bytes = kPages * 4096;
  void* const block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(block, MAP_FAILED);
  madvise(block, bytes, MADV_NOHUGEPAGE);
  std::memset(block, 1, bytes);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(30);
  while (std::chrono::steady_clock::now() < until) {
  }
  const Usage spent = Usage::of_process() - before;
  munmap(block, bytes);
  EXPECT_GE(spent.minor_faults, kPages);
  EXPECT_GE(spent.cpu_ns, 10'000'000U);
}

}  // namespace
}  // namespace ovg::measure
