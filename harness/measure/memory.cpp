#include "harness/measure/memory.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

namespace ovg::measure {

namespace {

/// Start of a file's content; empty when it cannot be read. /proc files of interest are far shorter than the
/// buffer.
class SmallFile {
 public:
  explicit SmallFile(const char* path) {
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    const ssize_t got = read(descriptor, buffer_.data(), buffer_.size());
    close(descriptor);
    if (got > 0) length_ = static_cast<std::size_t>(got);
  }
  std::string_view text() const { return {buffer_.data(), length_}; }

 private:
  std::array<char, 4096> buffer_{};
  std::size_t length_ = 0;
};

std::uint64_t number_after(std::string_view text, std::size_t at) {
  at = text.find_first_of("0123456789", at);
  std::uint64_t number = 0;
  if (at != std::string_view::npos) std::from_chars(text.data() + at, text.data() + text.size(), number);
  return number;
}

template <class Function>
Function exported(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

using Mallctl = int (*)(const char*, void*, std::size_t*, void*, std::size_t);
using MimallocCollect = void (*)(bool);
using TcmallocRelease = void (*)();

}  // namespace

std::uint64_t rss_bytes() {
  const SmallFile statm("/proc/self/statm");
  const std::size_t second_field = statm.text().find(' ');
  if (second_field == std::string_view::npos) return 0;
  return number_after(statm.text(), second_field) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t peak_rss_bytes() {
  const SmallFile status("/proc/self/status");
  const std::size_t field = status.text().find("VmHWM:");
  return field == std::string_view::npos ? 0 : number_after(status.text(), field) * 1024;
}

std::string allocator_in_use() {
  if (exported<Mallctl>("mallctl") != nullptr) return "jemalloc";
  if (exported<MimallocCollect>("mi_collect") != nullptr) return "mimalloc";
  if (exported<TcmallocRelease>("MallocExtension_ReleaseFreeMemory") != nullptr) return "tcmalloc";
  return "glibc";
}

void release_free_memory() {
  if (const auto mallctl = exported<Mallctl>("mallctl")) {
    // 4096 is MALLCTL_ARENAS_ALL. The thread's own cache first, or its blocks keep their pages.
    mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
    mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);
  } else if (const auto collect = exported<MimallocCollect>("mi_collect")) {
    collect(true);
  } else if (const auto release = exported<TcmallocRelease>("MallocExtension_ReleaseFreeMemory")) {
    release();
  } else {
    malloc_trim(0);
  }
}

}  // namespace ovg::measure
