#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ovg::runner {

/// A malloc that can lie underneath. The one table of them is in allocators.cpp.
struct Allocator {
  std::string name;
  std::string package;               // Debian package; empty for the C library's own
  std::vector<std::string> sonames;  // in order of preference; empty: nothing to preload
};

struct FoundAllocator {
  Allocator allocator;
  std::filesystem::path library;  // empty when nothing is preloaded or nothing was found
  bool available() const { return allocator.sonames.empty() || !library.empty(); }
  std::string how_to_install() const;
};

/// Every allocator of the table, looked up in `folder`, or in the system's library directories when that is
/// empty. Loads nothing.
std::vector<FoundAllocator> find_allocators(const std::filesystem::path& folder);

}  // namespace ovg::runner
