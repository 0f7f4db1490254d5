// recorded_ops closed|fixed|poisson N: records N ops that do nothing, in record_closed or record_open. Ticks are
// converted to ns as by the harness's own clock, but come from a variable: valgrind may not offer the counter
// of the machine.

#include <cstdlib>

#include "harness/measure/clock.h"
#include "harness/measure/mock_clock.h"
#include "harness/measure/open_loop.h"

namespace {

using namespace ovg::measure;

class CountedClock {
 public:
  explicit CountedClock(std::uint64_t& now) : counter_(now) { clock_.calibrate(); }
  const MockClock::Counter& counter() const { return counter_; }
  std::uint64_t ticks_to_ns(std::uint64_t ticks) const { return clock_.ticks_to_ns(ticks); }
  std::uint64_t ns_to_ticks(std::uint64_t ns) const { return clock_.ns_to_ticks(ns); }
  double ticks_per_ns() const { return clock_.ticks_per_ns(); }
  std::uint64_t since_epoch_ns(std::uint64_t ticks) const { return clock_.ticks_to_ns(ticks); }

 private:
  Clock clock_;
  MockClock::Counter counter_;
};

std::uint64_t now = 0;
constexpr std::uint64_t kNever = UINT64_MAX;

}  // namespace

extern "C" [[gnu::noinline]] void record_closed(BasicTimeline<CountedClock>& timeline, long ops) {
  BasicTicker<CountedClock> ticker(timeline, Phase::kSteady, kNever);
  for (long op = 0; op < ops; ++op) ticker.tick();
}

extern "C" [[gnu::noinline]] void record_open(BasicTimeline<CountedClock>& timeline, long ops, Arrivals arrivals) {
  BasicOpenLoop<CountedClock> loop(timeline, Phase::kSteady, kNever,
                                   Schedule({.period_ns = 1e-3, .arrivals = arrivals}, 1));
  for (long op = 0; op < ops; ++op) {
    loop.wait();
    loop.tick();
  }
}

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  const CountedClock clock(now);
  BasicTimeline<CountedClock> timeline(clock, 16);
  if (const auto arrivals = arrivals_named(argv[1])) {
    record_open(timeline, std::atol(argv[2]), *arrivals);
  } else {
    record_closed(timeline, std::atol(argv[2]));
  }
  return EXIT_SUCCESS;
}
