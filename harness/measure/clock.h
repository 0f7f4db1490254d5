#pragma once

#include <cstdint>
#include <ctime>

#include "harness/measure/counter.h"

namespace ovg::measure {

/// The counter with its rate, and a zero to count ns from.
///
/// The rate is calibrated against CLOCK_MONOTONIC_RAW, which NTP does not steer, before a trial and checked
/// after it (`drift_ppm`): a trial during which the two drifted apart by more than 0.1 % has no trustworthy
/// durations.
class Clock {
 public:
  /// Takes the first calibration point. Call `calibrate` before anything else.
  Clock();

  /// Takes the second point, at least 10 ms after the first (waits if it must), and starts the time line at
  /// zero. Two points read to within about 50 ns of each other over 10 ms give the rate to about 5 ppm.
  void calibrate();

  const Counter& counter() const { return counter_; }
  std::uint64_t ticks_to_ns(std::uint64_t ticks) const {
    return static_cast<std::uint64_t>((static_cast<Wide>(ticks) * ns_per_tick_fixed_) >> kFraction);
  }
  /// Saturates: "never" in ns is "never" in ticks.
  std::uint64_t ns_to_ticks(std::uint64_t ns) const {
    const double ticks = static_cast<double>(ns) * ticks_per_ns_;
    return ticks < 0x1p63 ? static_cast<std::uint64_t>(ticks) : UINT64_MAX;
  }
  /// ns since `calibrate`.
  std::uint64_t since_epoch_ns(std::uint64_t counter_value) const { return ticks_to_ns(counter_value - epoch_ticks_); }
  std::uint64_t now_ns() const { return since_epoch_ns(counter_.read()); }

  /// CLOCK_MONOTONIC at the zero: lets another process put its own readings on this time line.
  std::uint64_t epoch_monotonic_ns() const { return epoch_monotonic_ns_; }
  double ticks_per_ns() const { return ticks_per_ns_; }
  /// How far the counter's rate since `calibrate` is from the calibrated one, in parts per million.
  double drift_ppm() const;

 private:
  __extension__ using Wide = unsigned __int128;
  static constexpr int kFraction = 32;
  struct Point {
    std::uint64_t ticks = 0;
    std::uint64_t ns = 0;
  };
  /// The counter and one of the system's clocks at the same time.
  Point take_point(clockid_t id) const;
  static double rate(const Point& from, const Point& to);

  Counter counter_;
  Point first_;
  Point second_;
  double ticks_per_ns_ = 0;
  std::uint64_t ns_per_tick_fixed_ = 0;
  std::uint64_t epoch_ticks_ = 0;
  std::uint64_t epoch_monotonic_ns_ = 0;
};

}  // namespace ovg::measure
