#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "harness/runner/os/signals.h"
#include "harness/runner/plan/plan.h"
#include "harness/runner/run_directory/store.h"

namespace ovg::runner::run_directory {

/// A file of the code that is measured, as it was when it was built.
struct SourceFile {
  std::string variant;   // empty: shared by the answers of several variants
  std::string workload;  // folder in workloads/: "employee_bonus"; empty: used by all answers of the variant
  std::string file;      // in the run directory: "sources/unique/tree_build.cpp"
  std::string sha256;
};

/// Where the build that wrote children.json has put the sources of its answers, or an installation of it;
/// empty where neither has any.
std::filesystem::path find_sources(const std::filesystem::path& children_file);

/// Copies the sources of what the cells measure from there into the run directory: each answer, the headers
/// beside it, and the headers of its workload. A variant that the build knows no sources of, such as one in
/// another language, has none. `warn` is told of headers that two variants were built with in different
/// states; the first is kept. Throws UsageError when something cannot be written, and Interrupted.
std::vector<SourceFile> keep_sources(const std::filesystem::path& from, const std::vector<plan::PlannedCell>& cells,
                                     const Store& store, os::Signals& signals,
                                     const std::function<void(const std::string&)>& warn);

}  // namespace ovg::runner::run_directory
