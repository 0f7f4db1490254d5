#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ovg::runner::host {

/// A stretch in which a thread that had only asked to be woken was not; CLOCK_MONOTONIC.
struct Hiccup {
  std::uint64_t start_ns = 0;
  std::uint64_t length_ns = 0;
};

/// Sleeps until a moment and returns when it woke, both in ns of CLOCK_MONOTONIC; 0 returns at once.
using SleepUntil = std::function<std::uint64_t(std::uint64_t until_ns)>;

/// The system's: clock_nanosleep with an absolute time.
std::uint64_t sleep_until(std::uint64_t until_ns);

/// Notes when the host stops running things that have nothing to do with what is measured, in the spirit of
/// Gil Tene's jHiccup: a thread that sleeps 2 ms at a time and logs how much later than asked it was woken.
/// What stops both this thread and a mutator on another CPU (a hypervisor, a suspended machine) is the host's
/// doing, not the memory manager's.
///
/// Only lateness above 0.5 ms is logged: timers and the scheduler take tens of microseconds on a busy host,
/// which are no stop. Stops that begin and end within one sleep are not seen.
///
/// It may run only where there is a CPU besides those that mutators use: sharing theirs it would be late
/// because of them. It is not pinned, since children are not either; the kernel puts a thread that wakes onto
/// an idle CPU. Where other programs leave none idle, it may have to wait for the mutator itself: then
/// hiccups show a busy host, and say little of why a single op was long. Signals are blocked in its thread,
/// so that they go on reaching the thread that waits for them.
///
/// Costs under 1 % of one CPU, also in a virtual machine that is slow at timers: there a wake-up takes up to
/// 20 us, and sleeping 1 ms at a time took 1.7 %.
class HiccupWatcher {
 public:
  static constexpr std::uint64_t kSleepNs = 2'000'000;
  static constexpr std::uint64_t kThresholdNs = 500'000;
  static constexpr std::size_t kCapacity = 1 << 14;  // 256 KiB; 40 s of nothing but hiccups

  /// Without `run` there is no thread and nothing is ever logged.
  explicit HiccupWatcher(bool run, SleepUntil sleep = sleep_until);
  ~HiccupWatcher();
  HiccupWatcher(const HiccupWatcher&) = delete;
  HiccupWatcher& operator=(const HiccupWatcher&) = delete;

  bool runs() const { return thread_.joinable(); }

  /// The hiccups that overlap [from_ns, to_ns), in order; forgets those that ended before `to_ns`. One that
  /// is still going on when it is called is not among them. Safe beside the thread.
  std::vector<Hiccup> take(std::uint64_t from_ns, std::uint64_t to_ns);

 private:
  void watch(const std::stop_token& stop);

  SleepUntil sleep_;
  std::mutex mutex_;
  std::vector<Hiccup> log_;  // reserved before the thread starts: the thread never allocates
  std::jthread thread_;
};

}  // namespace ovg::runner::host
