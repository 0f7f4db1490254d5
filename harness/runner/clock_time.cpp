#include "harness/runner/clock_time.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <random>

namespace ovg::runner {

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string new_run_id() {
  constexpr unsigned kSixDigits = 0xffffff;
  return fmt::format("{:%Y%m%d-%H%M%S}-{:06x}", fmt::gmtime(std::time(nullptr)),
                     std::random_device{}() & kSixDigits);
}

}  // namespace ovg::runner
