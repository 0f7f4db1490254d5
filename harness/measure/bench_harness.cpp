// What the harness itself costs: one recorded op, in a closed and in an open loop, beside a bare counter
// read, beside the usual pair of steady_clock reads, and beside Google Benchmark's PauseTiming/ResumeTiming;
// and the two things that the runner does all the time beside a trial, a wake-up and a sample of resident
// memory. What is to be expected stands in docs/method.md; tests hold only what is the same on every machine.
// All Google Benchmark flags apply.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <ctime>

#include "harness/measure/open_loop.h"

namespace {

using ovg::measure::Arrivals;
using ovg::measure::Clock;
using ovg::measure::Histogram;
using ovg::measure::OpenLoop;
using ovg::measure::Phase;
using ovg::measure::Schedule;
using ovg::measure::Ticker;
using ovg::measure::Timeline;

Clock calibrated_clock() {
  Clock clock;
  clock.calibrate();
  return clock;
}

void bare_counter_read(benchmark::State& state) {
  const Clock clock = calibrated_clock();
  for (auto _ : state) benchmark::DoNotOptimize(clock.counter().read());
}

void recorded_op(benchmark::State& state) {
  const Clock clock = calibrated_clock();
  Timeline timeline(clock, 1024);
  {
    Ticker ticker(timeline, Phase::kSteady, 20'000);
    for (auto _ : state) ticker.tick();
  }
  benchmark::DoNotOptimize(timeline.service().total());
}

// Ops are due faster than they can be done, so that none is waited for: what remains is the cost of two recorded
// times, and of when the ops are due.
void recorded_open_loop_op(benchmark::State& state, Arrivals arrivals) {
  const Clock clock = calibrated_clock();
  Timeline timeline(clock, 1024);
  {
    OpenLoop loop(timeline, Phase::kSteady, 20'000,
                  Schedule({.period_ns = 1, .arrivals = arrivals}, clock.ticks_per_ns()));
    for (auto _ : state) {
      loop.wait();
      loop.tick();
    }
  }
  benchmark::DoNotOptimize(timeline.response().total());
}

// When ops are due, alone.
void schedule(benchmark::State& state, Arrivals arrivals) {
  Schedule schedule({.period_ns = 10'000, .arrivals = arrivals}, 2.5);
  constexpr int kBatch = 1'000;
  while (state.KeepRunningBatch(kBatch)) {
    std::uint64_t sum = 0;
    for (int op = 0; op < kBatch; ++op) sum += schedule.next();
    benchmark::DoNotOptimize(sum);
  }
}

void steady_clock_pair(benchmark::State& state) {
  Histogram histogram;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto end = std::chrono::steady_clock::now();
    histogram.record(static_cast<std::uint64_t>(std::chrono::nanoseconds(end - start).count()));
  }
  benchmark::DoNotOptimize(histogram.total());
}

// PauseTiming stops the benchmark's own clock, so the cost is taken by hand from outside.
void pause_resume(benchmark::State& state) {
  constexpr int kPairs = 100;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    for (int pair = 0; pair < kPairs; ++pair) {
      state.PauseTiming();
      state.ResumeTiming();
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(elapsed.count() / kPairs);
  }
}

// Its CPU column: what the watcher of hiccups costs 500 times a second.
void wake_up_after_2_ms(benchmark::State& state) {
  for (auto _ : state) {
    timespec left{0, 2'000'000};
    nanosleep(&left, nullptr);
  }
}

void sample_of_resident_memory(benchmark::State& state) {
  const int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  char text[128];
  for (auto _ : state) benchmark::DoNotOptimize(pread(statm, text, sizeof text, 0));
  close(statm);
}

BENCHMARK(bare_counter_read);
BENCHMARK(recorded_op);
BENCHMARK_CAPTURE(recorded_open_loop_op, fixed, Arrivals::kFixed);
BENCHMARK_CAPTURE(recorded_open_loop_op, poisson, Arrivals::kPoisson);
BENCHMARK_CAPTURE(schedule, fixed, Arrivals::kFixed);
BENCHMARK_CAPTURE(schedule, poisson, Arrivals::kPoisson);
BENCHMARK_CAPTURE(schedule, bursts, Arrivals::kBursts);
BENCHMARK(steady_clock_pair);
BENCHMARK(pause_resume)->UseManualTime();
BENCHMARK(wake_up_after_2_ms);
BENCHMARK(sample_of_resident_memory);

}  // namespace

BENCHMARK_MAIN();
