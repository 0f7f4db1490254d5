#include "harness/runner/rss_sampler.h"

#include <fcntl.h>

#include <charconv>
#include <string>
#include <string_view>

#include "harness/runner/monotonic.h"

namespace ovg::runner {

RssSampler::RssSampler(pid_t pid)
    : statm_(open(("/proc/" + std::to_string(pid) + "/statm").c_str(), O_RDONLY | O_CLOEXEC)) {}

void RssSampler::sample() {
  char text[128];
  const ssize_t length = statm_ ? pread(statm_.get(), text, sizeof text, 0) : -1;
  if (length <= 0) return;
  const std::string_view fields(text, static_cast<std::size_t>(length));
  const auto space = fields.find(' ');  // the resident pages are the second field
  if (space == std::string_view::npos) return;
  std::uint64_t pages = 0;
  std::from_chars(fields.data() + space + 1, fields.data() + fields.size(), pages);
  static const auto kPageBytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (pages > 0) samples_.push_back({monotonic_ns(), pages * kPageBytes});
}

}  // namespace ovg::runner
