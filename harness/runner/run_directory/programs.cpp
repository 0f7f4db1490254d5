#include "harness/runner/run_directory/programs.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/runner/os/tools.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::run_directory {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// A name without a path is looked up by the dynamic linker, and seen in what it then loads; one file under
/// two names is loaded once.
void require_preloaded(const os::Variables& variables, const std::set<fs::path>& loaded, const fs::path& program) {
  for (const std::string& name : os::preloaded(variables)) {
    const bool found = std::ranges::any_of(loaded, [&](const fs::path& path) {
      std::error_code ignored;
      return path.filename() == name || fs::equivalent(path, name, ignored);
    });
    if (found) continue;
    throw os::UsageError("LD_PRELOAD names {}, which {} does not load: give the path of a shared library", name,
                         program.string());
  }
}

void link(std::vector<ChildBinary>& children, const fs::path& folder) {
  fs::create_directories(folder);
  for (ChildBinary& child : children) {
    child.link = folder / child.executable.filename();
    fs::remove(child.link);  // of a pilot that was interrupted, or of a directory that was moved
    fs::create_symlink(child.executable, child.link);
  }
}

std::vector<Library> files_of(const Manifest& manifest) {
  std::vector<Library> files;
  for (const Side& side : manifest.sides) {
    for (const ChildBinary& child : side.children) files.push_back({child.executable, child.sha256});
    for (const Library& library : side.libraries) files.push_back({library.path, library.sha256});
  }
  return files;
}

std::vector<ChildBinary> binaries(const catalogue::Catalogue& catalogue, os::Signals& signals) {
  std::vector<ChildBinary> children;
  std::set<fs::path> executables;
  for (const catalogue::VariantCard& variant : catalogue.variants) {
    const catalogue::ChildProgram& program = variant.program;
    if (!program.unavailable.empty()) continue;
    children.push_back({program.variant, program.executable, program.primitives, "", {}});
    executables.insert(program.executable);
  }
  const auto sums = os::sha256_of(executables, signals);
  for (ChildBinary& child : children) child.sha256 = sums.at(child.executable);
  return children;
}

/// Compiler, flags and the like of the build, with the library of each variant.
record::CarriedJson toolchain_of(const catalogue::Catalogue& catalogue) {
  json toolchain = *catalogue.file.toolchain;
  json libraries = json::object();
  for (const catalogue::VariantCard& variant : catalogue.variants) libraries[variant.program.variant] = variant.library;
  toolchain["libraries"] = libraries;
  return std::make_shared<const json>(std::move(toolchain));
}

}  // namespace

Side describe_side(const catalogue::Catalogue& catalogue, os::Signals& signals) {
  const json& built = *catalogue.file.toolchain;
  json git = {{"commit", built.value("commit", json("n/a"))}, {"dirty", built.value("dirty", json("n/a"))}};
  return {.name = catalogue.side,
          .children = binaries(catalogue, signals),
          .env = catalogue.own_env,
          .git = std::make_shared<const json>(std::move(git)),
          .toolchain = toolchain_of(catalogue),
          .counter = catalogue.file.counter};
}

void add_libraries(Side& side, const os::Variables& common, const std::vector<fs::path>& mallocs,
                   os::Signals& signals) {
  const os::Variables variables = os::with_own(common, side.env);
  std::set<fs::path> libraries(mallocs.begin(), mallocs.end());
  if (!side.counter.empty()) libraries.insert(side.counter);
  for (const ChildBinary& child : side.children) {
    const std::set<fs::path> loaded = os::linked_libraries(child.executable, variables, signals);
    require_preloaded(variables, loaded, child.executable);
    libraries.insert(loaded.begin(), loaded.end());
  }
  for (const auto& [path, sha256] : os::sha256_of(libraries, signals)) {
    side.libraries.push_back({path, sha256});
  }
}

void link_programs(Manifest& manifest, const fs::path& directory) {
  if (!manifest.two_sided()) return;
  const fs::path folder = fs::absolute(directory) / "sides";
  for (Side& side : manifest.sides) link(side.children, folder / side.name);
}

void check_same_files(const Manifest& manifest, os::Signals& signals) {
  const std::vector<Library> files = files_of(manifest);
  std::set<fs::path> paths;
  for (const Library& file : files) paths.insert(file.path);
  const auto sums = os::sha256_of(paths, signals);
  for (const Library& file : files) {
    if (sums.at(file.path) == file.sha256) continue;
    throw os::UsageError("{} is not the file that this run began with: build that one again, or start a new run",
                         file.path.string());
  }
}

}  // namespace ovg::runner::run_directory
