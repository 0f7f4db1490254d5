#pragma once

#include <cstdint>

namespace ovg::measure {

/// What this process, all threads, has used up so far. Cost of a reading: two system calls.
struct Usage {
  std::uint64_t cpu_ns = 0;
  std::uint64_t minor_faults = 0;
  std::uint64_t major_faults = 0;
  std::uint64_t voluntary_switches = 0;
  std::uint64_t involuntary_switches = 0;

  static Usage now();
  Usage operator-(const Usage& earlier) const;
};

}  // namespace ovg::measure
