#include "harness/runner/os/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "harness/runner/os/signals.h"

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

}  // namespace

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
  const ChildSide side{null.get(), process.log.get(), write_end.get(),   getpid(),
                       spec,       argv.data(),       environment.data()};
  process.pid = fork();
  if (process.pid < 0) throw_errno("cannot start a process");
  if (process.pid == 0) become_child(side);
  setpgid(process.pid, process.pid);  // also here: whoever comes first, the group exists from now on
  process.pidfd = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  return process;
}

}  // namespace ovg::runner::os
