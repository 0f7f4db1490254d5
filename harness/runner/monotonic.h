#pragma once

#include <ctime>

#include <cstdint>

namespace ovg::runner {

/// CLOCK_MONOTONIC in ns: the clock on which children report their epoch.
inline std::uint64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace ovg::runner
