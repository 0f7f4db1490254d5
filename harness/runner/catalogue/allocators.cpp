#include "harness/runner/catalogue/allocators.h"

namespace ovg::runner::catalogue {

namespace fs = std::filesystem;

namespace {

const std::vector<Allocator>& known_allocators() {
  static const std::vector<Allocator> kAllocators = {
      {"glibc",
       "",
       {},
       {{"GLIBC_TUNABLES",
         "glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1073741824:"
         "glibc.malloc.top_pad=67108864:glibc.malloc.tcache_count=2000"}}},
      {"jemalloc",
       "libjemalloc2",
       {"libjemalloc.so.2", "libjemalloc.so.1"},
       {{"MALLOC_CONF", "dirty_decay_ms:-1,muzzy_decay_ms:-1"}}},
      {"mimalloc", "libmimalloc2.0", {"libmimalloc.so.2", "libmimalloc.so.2.0"}, {{"MIMALLOC_ALLOW_DECOMMIT", "0"}}},
      {"tcmalloc",
       "libtcmalloc-minimal4",
       {"libtcmalloc_minimal.so.4", "libtcmalloc.so.4"},
       {{"TCMALLOC_RELEASE_RATE", "0"}},
       "gperftools' tcmalloc, not Google's newer one"},
  };
  return kAllocators;
}

std::vector<fs::path> library_folders() {
#if defined(__x86_64__)
  const std::string triplet = "x86_64-linux-gnu";
#elif defined(__aarch64__)
  const std::string triplet = "aarch64-linux-gnu";
#else
  const std::string triplet = "";
#endif
  return {"/usr/local/lib", "/usr/lib/" + triplet, "/lib/" + triplet, "/usr/lib64", "/lib64", "/usr/lib", "/lib"};
}

fs::path find_library(const Allocator& allocator, const std::vector<fs::path>& folders) {
  for (const std::string& soname : allocator.sonames) {
    for (const fs::path& folder : folders) {
      std::error_code ignored;
      if (fs::exists(folder / soname, ignored)) return fs::absolute(folder / soname);
    }
  }
  return {};
}

}  // namespace

std::string FoundAllocator::how_to_install() const {
  return allocator.name + " is not installed: apt install " + allocator.package;
}

std::vector<FoundAllocator> find_allocators(const fs::path& folder, bool tuned) {
  const std::vector<fs::path> folders = folder.empty() ? library_folders() : std::vector<fs::path>{folder};
  std::vector<FoundAllocator> found;
  for (const Allocator& allocator : known_allocators()) {
    found.push_back({allocator, find_library(allocator, folders), tuned ? allocator.tuned : os::Variables{}});
  }
  return found;
}

}  // namespace ovg::runner::catalogue
