// Readings of the process and its clock, checked against another source of the same fact.

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

#include "harness/measure/clock.h"
#include "harness/measure/memory.h"
#include "harness/measure/usage.h"

namespace {

/// Set, the next reading of CLOCK_MONOTONIC is followed by a stop of 20 ms, as another program may cause it.
std::atomic<bool> stopped_after_reading_monotonic = false;

}  // namespace

/// Takes the place of the C library's in this program.
extern "C" int clock_gettime(clockid_t id, timespec* time) noexcept {
  const long result = syscall(SYS_clock_gettime, id, time);
  if (id == CLOCK_MONOTONIC && stopped_after_reading_monotonic.exchange(false)) usleep(20'000);
  return static_cast<int>(result);
}

namespace ovg::measure {
namespace {

std::uint64_t steady_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
}

/// Each reading lies between two of the other clock, however long this thread is stopped between them.
TEST(Clock, AgreesWithSteadyClock) {
  constexpr double kRates = 0.002;  // by which the two may differ: one of them is steered
  Clock clock;
  clock.calibrate();
  const std::uint64_t before_start = steady_ns();
  const std::uint64_t start = clock.now_ns();
  const std::uint64_t after_start = steady_ns();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const std::uint64_t before_end = steady_ns();
  const auto length = static_cast<double>(clock.now_ns() - start);
  const std::uint64_t after_end = steady_ns();
  EXPECT_GE(length, static_cast<double>(before_end - after_start) * (1 - kRates));
  EXPECT_LE(length, static_cast<double>(after_end - before_start) * (1 + kRates));
  EXPECT_LT(std::abs(clock.drift_ppm()), 1000);
}

TEST(Clock, ItsZeroIsAPointOnTheMonotonicClock) {
  constexpr std::uint64_t kRates = 100'000;  // 0.2 % of what goes by while this runs undisturbed, and more
  Clock clock;
  stopped_after_reading_monotonic = true;
  clock.calibrate();
  ASSERT_FALSE(stopped_after_reading_monotonic) << "the test stopped nothing";
  const std::uint64_t before = Counter::read_clock_ns(CLOCK_MONOTONIC);
  const std::uint64_t on_time_line = clock.epoch_monotonic_ns() + clock.now_ns();
  const std::uint64_t after = Counter::read_clock_ns(CLOCK_MONOTONIC);
  EXPECT_GE(on_time_line + kRates, before);
  EXPECT_LE(on_time_line, after + kRates);
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
  const std::uint64_t cpu_ns = Counter::read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
  while (Counter::read_clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_ns < 10'000'000) {
  }
  const Usage spent = Usage::of_process() - before;
  munmap(block, bytes);
  EXPECT_GE(spent.minor_faults, kPages);
  EXPECT_GE(spent.cpu_ns, 10'000'000U);
}

}  // namespace
}  // namespace ovg::measure
