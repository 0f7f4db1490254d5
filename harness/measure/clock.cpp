#include "harness/measure/clock.h"

#include <cmath>

namespace ovg::measure {

Clock::Clock() : first_(take_point(CLOCK_MONOTONIC_RAW)) {}

void Clock::calibrate() {
  constexpr std::uint64_t kCalibrationNs = 10'000'000;
  while (Counter::read_clock_ns(CLOCK_MONOTONIC_RAW) - first_.ns < kCalibrationNs) {
  }
  second_ = take_point(CLOCK_MONOTONIC_RAW);
  ticks_per_ns_ = rate(first_, second_);
  ns_per_tick_fixed_ = static_cast<std::uint64_t>(std::llround(std::ldexp(1.0 / ticks_per_ns_, kFraction)));

  const Point zero = take_point(CLOCK_MONOTONIC);
  epoch_ticks_ = zero.ticks;
  epoch_monotonic_ns_ = zero.ns;
}

double Clock::drift_ppm() const {
  return (rate(second_, take_point(CLOCK_MONOTONIC_RAW)) / ticks_per_ns_ - 1.0) * 1e6;
}

Clock::Point Clock::take_point(clockid_t id) const {
  // The tightest of several brackets: a preemption between the reads would spoil a single one.
  Point best;
  std::uint64_t tightest = UINT64_MAX;
  for (int attempt = 0; attempt < 16; ++attempt) {
    const std::uint64_t before = counter_.read();
    const std::uint64_t ns = Counter::read_clock_ns(id);
    const std::uint64_t after = counter_.read();
    if (after - before < tightest) {
      tightest = after - before;
      best = {before + (after - before) / 2, ns};
    }
  }
  return best;
}

double Clock::rate(const Point& from, const Point& to) {
  return static_cast<double>(to.ticks - from.ticks) / static_cast<double>(to.ns - from.ns);
}

}  // namespace ovg::measure
