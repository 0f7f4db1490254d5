#include "harness/child/process_state.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace ovg::child {

std::map<std::string, std::string> memory_variables() {
  constexpr std::array<std::string_view, 7> kPrefixes{
      "MALLOC_", "GLIBC_TUNABLES", "GC_", "LD_PRELOAD", "MIMALLOC_", "TCMALLOC_", "JE_MALLOC_"};
  std::map<std::string, std::string> found;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const bool relevant = std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) {
      return text.substr(0, prefix.size()) == prefix;
    });
    const std::size_t equals = text.find('=');
    if (relevant && equals != std::string_view::npos) {
      found.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return found;
}

}  // namespace ovg::child
