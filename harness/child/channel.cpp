#include "harness/child/channel.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ovg::child {

bool Channel::usable() const {
  return fcntl(descriptor_, F_GETFD) != -1;
}

void Channel::send(std::string_view line) const {
  while (!line.empty()) {
    const ssize_t written = write(descriptor_, line.data(), line.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "cannot write the record");
    }
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace ovg::child
