#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/os/environment.h"

namespace ovg::runner::catalogue {

/// A malloc that can lie underneath. The one table of them is in allocators.cpp.
struct Allocator {
  std::string name;
  std::string package;               // Debian package; empty for the C library's own
  std::vector<std::string> sonames;  // in order of preference; empty: nothing to preload
  os::Variables tuned = {};  // what --malloc-profiles sets: it keeps what is freed, for speed at the price of memory
  std::string about = {};    // what its name does not say
};

struct FoundAllocator {
  Allocator allocator;
  std::filesystem::path library;  // empty when nothing is preloaded or nothing was found
  os::Variables variables = {};   // set for its cells in this run; empty: it runs as it comes
  bool available() const { return allocator.sonames.empty() || !library.empty(); }
  std::string how_to_install() const;
};

/// Every allocator of the table, looked up in `folder`, or in the system's library directories when that is
/// empty. Loads nothing. `tuned`: with the variables of their tuned profiles.
std::vector<FoundAllocator> find_allocators(const std::filesystem::path& folder, bool tuned);

}  // namespace ovg::runner::catalogue
