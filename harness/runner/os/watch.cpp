#include "harness/runner/os/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <string>

#include "harness/runner/os/clocks.h"

namespace ovg::runner::os {

namespace {

/// The log is looked at this often even where no memory is sampled.
constexpr std::uint64_t kLookEveryNs = 10'000'000;

std::uint64_t nanoseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_usec) * 1'000;
}

/// Resident memory of a process as /proc/PID/statm has it, read from outside: it costs the process no
/// instruction.
class RssSampler {
 public:
  explicit RssSampler(pid_t pid)
      : statm_(open(("/proc/" + std::to_string(pid) + "/statm").c_str(), O_RDONLY | O_CLOEXEC)) {}

  /// Appends a sample; nothing once the process has ended.
  void sample() {
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

  std::vector<RssSample> take() { return std::move(samples_); }

 private:
  UniqueFd statm_;
  std::vector<RssSample> samples_;
};

class Watcher {
 public:
  Watcher(const ProcessSpec& spec, double timeout_s, Signals& signals,
          const std::function<void(std::string_view)>& on_data)
      : signals_(signals),
        on_data_(on_data),
        sampling_(spec.rss_every_ms > 0),
        look_every_ns_(sampling_ ? static_cast<std::uint64_t>(spec.rss_every_ms * 1e6) : kLookEveryNs) {
    outcome_.started_unix_ms = unix_ms_now();
    outcome_.started_ns = monotonic_ns();
    deadline_ns_ = outcome_.started_ns + static_cast<std::uint64_t>(timeout_s * 1e9);
    next_look_ns_ = outcome_.started_ns + look_every_ns_;
    process_ = spawn(spec);
  }

  ProcessOutcome run() {
    RssSampler sampler(process_.pid);
    while (!has_ended()) {
      wait_for_news();
      drain();
      const std::uint64_t now = monotonic_ns();
      if (now >= next_look_ns_) {
        if (sampling_) sampler.sample();
        check_log();
        next_look_ns_ = now + look_every_ns_;
      }
      if (now >= deadline_ns_) stop(outcome_.timed_out);
      if (signals_.arrived() != 0) stop(outcome_.interrupted);
    }
    // The zombie still owns its process group number, so this cannot hit strangers.
    kill(-process_.pid, SIGKILL);
    reap();
    drain();
    outcome_.rss = sampler.take();
    return std::move(outcome_);
  }

 private:
  bool has_ended() const {
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(process_.pid), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid == process_.pid;
  }

  void wait_for_news() {
    const std::uint64_t now = monotonic_ns();
    const std::uint64_t until = stopped_ ? next_look_ns_ : std::min(next_look_ns_, deadline_ns_);
    const std::uint64_t left = until > now ? until - now : 0;
    const timespec wait{0, static_cast<long>(std::min(left, kLookEveryNs))};
    pollfd fds[] = {{process_.channel.get(), POLLIN, 0},
                    {process_.pidfd.get(), POLLIN, 0},
                    {stopped_ ? -1 : signals_.fd(), POLLIN, 0}};
    ppoll(fds, std::size(fds), &wait, nullptr);
  }

  /// A bounded amount, so that a child which never stops writing cannot keep the loop from its deadline.
  void drain() {
    char buffer[65'536];
    for (int chunk = 0; chunk < 64 && process_.channel; ++chunk) {
      const ssize_t length = read(process_.channel.get(), buffer, sizeof buffer);
      if (length == 0) process_.channel.reset();
      if (length <= 0) return;
      received_ += static_cast<std::uint64_t>(length);
      if (received_ > kMostBytes) return stop(outcome_.flooded);
      on_data_({buffer, static_cast<std::size_t>(length)});
    }
  }

  void check_log() {
    struct stat state {};
    const bool too_long = fstat(process_.log.get(), &state) == 0 && S_ISREG(state.st_mode) &&
                          static_cast<std::uint64_t>(state.st_size) > kMostBytes;
    if (too_long) stop(outcome_.flooded);
  }

  /// Kills the group; only the first reason counts.
  void stop(bool& reason) {
    if (stopped_) return;
    stopped_ = true;
    reason = true;
    kill(-process_.pid, SIGKILL);
  }

  void reap() {
    int status = 0;
    rusage usage{};
    wait4(process_.pid, &status, 0, &usage);
    outcome_.ended_ns = monotonic_ns();
    outcome_.cpu_ns = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
    if (WIFSIGNALED(status)) {
      outcome_.signal = WTERMSIG(status);
    } else {
      outcome_.exit_code = WEXITSTATUS(status);
    }
  }

  Signals& signals_;
  const std::function<void(std::string_view)>& on_data_;
  const bool sampling_;
  const std::uint64_t look_every_ns_;
  Process process_;
  ProcessOutcome outcome_;
  std::uint64_t deadline_ns_ = 0;
  std::uint64_t next_look_ns_ = 0;
  std::uint64_t received_ = 0;
  bool stopped_ = false;
};

}  // namespace

ProcessOutcome watch(const ProcessSpec& spec, double timeout_s, Signals& signals,
                     const std::function<void(std::string_view)>& on_data) {
  return Watcher(spec, timeout_s, signals, on_data).run();
}

}  // namespace ovg::runner::os
