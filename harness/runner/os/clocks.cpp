#include "harness/runner/os/clocks.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <random>

namespace ovg::runner::os {

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::uint64_t unix_ms_now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count());
}

std::string new_run_id() {
  constexpr unsigned kSixDigits = 0xffffff;
  return fmt::format("{:%Y%m%d-%H%M%S}-{:06x}", fmt::gmtime(std::time(nullptr)), std::random_device{}() & kSixDigits);
}

}  // namespace ovg::runner::os
