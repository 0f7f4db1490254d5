#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/json_fields.h"

namespace ovg::runner::catalogue {

/// One entry of children.json, which the build writes: an executable, or the reason why there is none.
struct ChildProgram {
  std::string variant;
  std::filesystem::path executable;  // absolute; empty when unavailable
  std::filesystem::path primitives;  // absolute; empty when there are none
  std::string unavailable;           // what is missing and how to install it; empty when it can run
  std::string group;                 // only needed where nothing can be asked
};

struct ChildrenFile {
  std::filesystem::path path;
  std::vector<ChildProgram> children;
  std::filesystem::path counter;  // the library that counts allocations, absolute; empty when there is none
  record::CarriedJson toolchain;  // compiler, flags, build type, version, commit, dirty; as the build wrote it
};

/// children.json beside the running executable, or where an installation puts it; `given`, the file or its
/// folder, overrides both.
/// Throws UsageError when it cannot be found or read, or names an executable that is missing.
ChildrenFile load_children(const std::filesystem::path& given);

}  // namespace ovg::runner::catalogue
