#include "harness/runner/host/hiccup_watcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>

#include "harness/runner/os/clocks.h"

namespace ovg::runner::host {
namespace {

constexpr std::uint64_t kMs = 1'000'000;

/// Time that passes only by sleeping; sleeps with a lateness of their own, by their number.
class FakeTime {
 public:
  explicit FakeTime(std::map<int, std::uint64_t> late_ns) : late_ns_(std::move(late_ns)) {}

  SleepUntil sleeper() {
    return [this](std::uint64_t until_ns) {
      if (until_ns == 0) return now_ns_.load();
      const auto late = late_ns_.find(++sleeps_);
      const std::uint64_t woke_ns = until_ns + (late == late_ns_.end() ? 0 : late->second);
      now_ns_ = woke_ns;
      std::this_thread::sleep_for(std::chrono::microseconds(10));
      return woke_ns;
    };
  }
  void wait_for(std::uint64_t ns) const {
    while (now_ns_ < ns) std::this_thread::yield();
  }
  std::uint64_t now_ns() const { return now_ns_; }
  int sleeps() const { return sleeps_; }

 private:
  std::map<int, std::uint64_t> late_ns_;
  std::atomic<int> sleeps_ = 0;
  std::atomic<std::uint64_t> now_ns_ = 100 * kMs;
};

TEST(HiccupWatcher, OversleepsAreLoggedWithStartAndLength) {
  // Asked to wake at 102, 104 and so on; the third sleep shifts those after it by 7 ms.
  FakeTime time({{2, HiccupWatcher::kThresholdNs}, {3, 7 * kMs}, {10, HiccupWatcher::kThresholdNs + 1}});
  HiccupWatcher watcher(true, time.sleeper());
  ASSERT_TRUE(watcher.runs());
  time.wait_for(140 * kMs);
  const std::vector<Hiccup> hiccups = watcher.take(0, 139 * kMs);
  ASSERT_EQ(hiccups.size(), 2U) << "exactly at the threshold is none";
  EXPECT_EQ(hiccups[0].start_ns, 106 * kMs + kMs / 2);
  EXPECT_EQ(hiccups[0].length_ns, 7 * kMs);
  EXPECT_EQ(hiccups[1].start_ns, 127 * kMs + kMs / 2);
  EXPECT_EQ(hiccups[1].length_ns, HiccupWatcher::kThresholdNs + 1);
  EXPECT_TRUE(watcher.take(0, 139 * kMs).empty()) << "taken once";
}

TEST(HiccupWatcher, TakesWhatOverlaps) {
  FakeTime time({{1, 4 * kMs}, {10, 4 * kMs}});  // [102, 106) and [124, 128)
  HiccupWatcher watcher(true, time.sleeper());
  time.wait_for(140 * kMs);
  EXPECT_TRUE(watcher.take(90 * kMs, 102 * kMs).empty());
  EXPECT_EQ(watcher.take(105 * kMs, 105 * kMs + 1).size(), 1U);
  EXPECT_TRUE(watcher.take(106 * kMs, 124 * kMs).empty());
  EXPECT_EQ(watcher.take(127 * kMs, 135 * kMs).size(), 1U);
}

TEST(HiccupWatcher, WithoutACpuItDoesNothing) {
  HiccupWatcher watcher(false, [](std::uint64_t) -> std::uint64_t {
    ADD_FAILURE() << "slept";
    return 0;
  });
  EXPECT_FALSE(watcher.runs());
  EXPECT_TRUE(watcher.take(0, ~std::uint64_t{0}).empty());
}

/// That is its cost; what a wake-up costs is shown by bench_harness.
TEST(HiccupWatcher, WakesFiveHundredTimesASecondAtMost) {
  FakeTime time({});
  HiccupWatcher watcher(true, time.sleeper());
  time.wait_for(1100 * kMs);
  const int sleeps = time.sleeps();  // of which the last may still go on
  EXPECT_LE(sleeps - 1, static_cast<int>((time.now_ns() - 100 * kMs) / (2 * kMs)));
}

TEST(HiccupWatcher, StartsAndStops) {
  const std::uint64_t started_ns = os::monotonic_ns();
  HiccupWatcher watcher(true);
  ASSERT_TRUE(watcher.runs());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  for (const Hiccup& hiccup : watcher.take(started_ns, os::monotonic_ns())) {
    EXPECT_GE(hiccup.start_ns, started_ns);
    EXPECT_GT(hiccup.length_ns, HiccupWatcher::kThresholdNs);
  }
}

TEST(HiccupWatcher, ItsThreadTakesNoSignals) {
  static std::atomic<bool> handled_by_watcher;
  static std::thread::id test_thread;
  test_thread = std::this_thread::get_id();
  handled_by_watcher = false;
  sigset_t usr1;
  sigset_t before;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  const auto old = std::signal(SIGUSR1, [](int) { handled_by_watcher = std::this_thread::get_id() != test_thread; });
  HiccupWatcher watcher(true);
  pthread_sigmask(SIG_BLOCK, &usr1, &before);
  kill(getpid(), SIGUSR1);  // to whichever thread takes it
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  std::signal(SIGUSR1, old);
  EXPECT_FALSE(handled_by_watcher);
}

}  // namespace
}  // namespace ovg::runner::host
