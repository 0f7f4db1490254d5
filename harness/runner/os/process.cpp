#include "harness/runner/os/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

#include "harness/runner/os/clocks.h"
#include "harness/runner/os/unique_fd.h"

namespace ovg::runner::os {

namespace {

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> found;
  for (const std::string& text : texts) found.push_back(const_cast<char*>(text.c_str()));
  found.push_back(nullptr);
  return found;
}

struct ChildSide {
  int null, log, channel;
  pid_t runner;
  const ProcessSpec& spec;
  char* const* argv;
  char* const* environment;
};

void connect_descriptors(const ChildSide& side) {
  // Away from 0 .. 3 first, so that no dup2 closes a descriptor that is still needed.
  constexpr int kOutOfTheWay = 10;
  const int null = fcntl(side.null, F_DUPFD_CLOEXEC, kOutOfTheWay);
  const int log = fcntl(side.log, F_DUPFD_CLOEXEC, kOutOfTheWay);
  const int channel = side.channel < 0 ? -1 : fcntl(side.channel, F_DUPFD_CLOEXEC, kOutOfTheWay);
  dup2(null, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  if (channel >= 0) dup2(channel, side.spec.channel == Channel::kPrivate ? kPrivateFd : STDOUT_FILENO);
}

/// Between fork and exec: nothing here allocates.
[[noreturn]] void become_child(const ChildSide& side) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != side.runner) _exit(127);  // the runner died before the line above
  connect_descriptors(side);
  restore_signals_in_child();
  execvpe(side.argv[0], side.argv, side.environment);
  dprintf(STDERR_FILENO, "cannot execute %s: %s\n", side.argv[0], std::strerror(errno));
  _exit(127);
}

UniqueFd open_log(const std::filesystem::path& log) {
  const char* path = log.empty() ? "/dev/null" : log.c_str();
  UniqueFd fd(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
  if (!fd) throw_errno("cannot open the log " + log.string());
  return fd;
}

struct Process {
  pid_t pid = -1;
  UniqueFd pidfd;    // readable when the process has ended; none on kernels before 5.3
  UniqueFd channel;  // non-blocking
  UniqueFd log;
};

Process spawn(const ProcessSpec& spec) {
  UniqueFd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!null) throw_errno("cannot open /dev/null");
  Process process;
  process.log = open_log(spec.log);

  UniqueFd write_end;
  if (spec.channel != Channel::kNone) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("cannot make a pipe");
    process.channel = UniqueFd(ends[0]);
    write_end = UniqueFd(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ,
          1 << 20);  // a child should not wait for the runner to read; less is no error
  }

  const std::vector<char*> argv = pointers(spec.argv);
  const std::vector<char*> environment = pointers(spec.environment);
  const ChildSide side{null.get(), process.log.get(), write_end.get(), getpid(), spec, argv.data(), environment.data()};
  process.pid = fork();
  if (process.pid < 0) throw_errno("cannot start a process");
  if (process.pid == 0) become_child(side);
  setpgid(process.pid, process.pid);  // also here: whoever comes first, the group exists from now on
  process.pidfd = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  return process;
}

/// The log is looked at this often even where no memory is sampled.
constexpr std::uint64_t kLookEveryNs = 10'000'000;

std::uint64_t nanoseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_usec) * 1'000;
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

std::string last_line(const std::filesystem::path& log) {
  constexpr std::size_t kLongest = 160;
  constexpr std::streamoff kTail = 4096;
  std::error_code ignored;
  const auto size = std::filesystem::file_size(log, ignored);
  std::ifstream stream(log);
  if (!ignored && static_cast<std::streamoff>(size) > kTail) stream.seekg(-kTail, std::ios::end);
  std::string line;
  std::string last;
  while (std::getline(stream, line)) {
    if (!line.empty()) last = line;
  }
  std::ranges::replace_if(
      last, [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return last.substr(0, kLongest);
}

}  // namespace ovg::runner::os
