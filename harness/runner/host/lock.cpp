#include "harness/runner/host/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "harness/runner/os/usage_error.h"

namespace ovg::runner::host {

namespace {

std::string lock_path() {
  const char* given = std::getenv("OVG_LOCK_FILE");
  return given != nullptr && *given != '\0' ? given : "/tmp/ownership-vs-gc.lock";
}

/// Without O_CREAT first: kernels refuse to open another user's file in /tmp with it (fs.protected_regular).
os::UniqueFd open_lock(const std::string& path) {
  constexpr int kFlags = O_CLOEXEC | O_NOFOLLOW;
  os::UniqueFd fd(open(path.c_str(), O_RDWR | kFlags));
  if (!fd && errno == ENOENT) {
    fd = os::UniqueFd(open(path.c_str(), O_RDWR | O_CREAT | kFlags, 0666));
    if (fd) fchmod(fd.get(), 0666);  // whatever the umask: other users share the host
  }
  return fd;
}

std::string holder(int fd) {
  char text[32] = {};
  const ssize_t length = pread(fd, text, sizeof text - 1, 0);
  const std::string pid(text, length > 0 ? std::strspn(text, "0123456789") : 0);
  return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

HostLock HostLock::take(std::string& warning) {
  const std::string path = lock_path();
  HostLock lock;
  lock.fd_ = open_lock(path);
  if (!lock.fd_) {
    warning = fmt::format("cannot use the lock {} ({}): make sure that no other suite measures on this host", path,
                          std::strerror(errno));
    return lock;
  }
  if (flock(lock.fd_.get(), LOCK_EX | LOCK_NB) != 0) {
    throw os::UsageError("{} is measuring on this host: wait for it, or add --no-lock and accept the noise",
                         holder(lock.fd_.get()));
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  const bool noted = ftruncate(lock.fd_.get(), 0) == 0 && pwrite(lock.fd_.get(), pid.data(), pid.size(), 0) > 0;
  if (!noted) warning = fmt::format("cannot write to the lock {}: it holds, but cannot say who holds it", path);
  return lock;
}

}  // namespace ovg::runner::host
