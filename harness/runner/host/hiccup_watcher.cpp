#include "harness/runner/host/hiccup_watcher.h"

#include <sys/prctl.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include "harness/runner/os/clocks.h"

namespace ovg::runner::host {

namespace {

/// Blocks every signal in the calling thread, and so in threads that it starts, while it lives.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

std::uint64_t sleep_until(std::uint64_t until_ns) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  const timespec until{static_cast<time_t>(until_ns / kSecond), static_cast<long>(until_ns % kSecond)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
  return os::monotonic_ns();
}

HiccupWatcher::HiccupWatcher(bool run, SleepUntil sleep) : sleep_(std::move(sleep)) {
  if (!run) return;
  log_.reserve(kCapacity);
  const AllSignalsBlocked blocked;
  thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

HiccupWatcher::~HiccupWatcher() = default;

void HiccupWatcher::watch(const std::stop_token& stop) {
  // The usual 50 us by which the kernel may put off timers, to wake for several at once. Of this thread only:
  // children inherit theirs from the one that forks them.
  prctl(PR_SET_TIMERSLACK, 1UL);
  std::uint64_t woke_ns = sleep_(0);
  while (!stop.stop_requested()) {
    const std::uint64_t asked_ns = woke_ns + kSleepNs;
    woke_ns = sleep_(asked_ns);
    if (woke_ns <= asked_ns + kThresholdNs) continue;
    const std::lock_guard lock(mutex_);
    if (log_.size() < kCapacity) log_.push_back({asked_ns, woke_ns - asked_ns});
  }
}

std::vector<Hiccup> HiccupWatcher::take(std::uint64_t from_ns, std::uint64_t to_ns) {
  const std::lock_guard lock(mutex_);
  std::vector<Hiccup> taken;
  std::ranges::copy_if(log_, std::back_inserter(taken), [&](const Hiccup& hiccup) {
    return hiccup.start_ns < to_ns && hiccup.start_ns + hiccup.length_ns > from_ns;
  });
  std::erase_if(log_, [&](const Hiccup& hiccup) { return hiccup.start_ns + hiccup.length_ns <= to_ns; });
  return taken;
}

}  // namespace ovg::runner::host
