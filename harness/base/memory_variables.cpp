#include "harness/base/memory_variables.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace ovg::base {

namespace {

/// glibc, jemalloc under its prefixes, mimalloc, tcmalloc with its checkers, libgc, and the loader.
bool steers_memory(std::string_view name) {
  constexpr std::array<std::string_view, 9> kPrefixes = {"MALLOC_",     "_RJEM_MALLOC", "JE_MALLOC",
                                                         "MIMALLOC_",   "TCMALLOC_",    "HEAPCHECK",
                                                         "HEAPPROFILE", "GC_",          "LD_PRELOAD"};
  return name == "GLIBC_TUNABLES" ||
         std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::map<std::string, std::string> memory_variables() {
  std::map<std::string, std::string> found;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || !steers_memory(text.substr(0, equals))) continue;
    found.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return found;
}

}  // namespace ovg::base
