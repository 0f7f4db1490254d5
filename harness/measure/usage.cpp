#include "harness/measure/usage.h"

#include <sys/resource.h>

#include <ctime>

namespace ovg::measure {

namespace {

Usage read(decltype(RUSAGE_SELF) whose, clockid_t cpu_clock) {
  rusage own{};
  getrusage(whose, &own);
  timespec cpu{};
  clock_gettime(cpu_clock, &cpu);
  return {.cpu_ns = static_cast<std::uint64_t>(cpu.tv_sec) * 1'000'000'000ULL + static_cast<std::uint64_t>(cpu.tv_nsec),
          .minor_faults = static_cast<std::uint64_t>(own.ru_minflt),
          .major_faults = static_cast<std::uint64_t>(own.ru_majflt),
          .voluntary_switches = static_cast<std::uint64_t>(own.ru_nvcsw),
          .involuntary_switches = static_cast<std::uint64_t>(own.ru_nivcsw)};
}

}  // namespace

Usage Usage::of_process() {
  return read(RUSAGE_SELF, CLOCK_PROCESS_CPUTIME_ID);
}

Usage Usage::of_thread() {
  return read(RUSAGE_THREAD, CLOCK_THREAD_CPUTIME_ID);
}

Usage Usage::operator-(const Usage& earlier) const {
  return {.cpu_ns = cpu_ns - earlier.cpu_ns,
          .minor_faults = minor_faults - earlier.minor_faults,
          .major_faults = major_faults - earlier.major_faults,
          .voluntary_switches = voluntary_switches - earlier.voluntary_switches,
          .involuntary_switches = involuntary_switches - earlier.involuntary_switches};
}

}  // namespace ovg::measure
