#include "harness/runner/run_directory/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "harness/runner/os/usage_error.h"
#include "harness/runner/run_directory/manifest_json.h"
#include "harness/runner/run_directory/store.h"

namespace ovg::runner::run_directory {

namespace fs = std::filesystem;

const ChildBinary& Side::child_of(const std::string& variant) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const auto& child) { return child.variant == variant; });
  if (found == children.end()) throw std::out_of_range("no child for variant " + variant);
  return *found;
}

const Side& Manifest::side_of(const record::Cell& cell) const {
  const auto found =
      std::find_if(sides.begin(), sides.end(), [&](const Side& side) { return side.name == cell.side; });
  if (found == sides.end()) throw std::out_of_range("no side " + cell.side);
  return *found;
}

const ChildBinary& Manifest::child_of(const record::Cell& cell) const {
  return side_of(cell).child_of(cell.variant);
}

os::Variables Manifest::variables_of(const record::Cell& cell) const {
  return os::with_own(child_env, side_of(cell).env);
}

const fs::path& Manifest::counter_of(const record::Cell& cell) const {
  return side_of(cell).counter;
}

const catalogue::FoundAllocator& Manifest::allocator_named(const std::string& name) const {
  const auto found = std::find_if(allocators.begin(), allocators.end(),
                                  [&](const auto& allocator) { return allocator.allocator.name == name; });
  if (found == allocators.end()) throw std::out_of_range("no allocator " + name);
  return *found;
}

std::vector<plan::PlannedTrial> Manifest::trials() const {
  return plan::plan_trials(cells, profile.blocks, profile.trials_per_block, seed);
}

void write_manifest(const Manifest& manifest, const fs::path& directory) {
  write_file_atomically(directory / "manifest.json", manifest_text(manifest));
}

Manifest read_manifest(const fs::path& directory) {
  const fs::path path = directory / "manifest.json";
  std::ifstream stream(path);
  if (!stream) {
    throw os::UsageError(
        fmt::format("{} has no manifest.json, so nothing was measured there: start again without --resume",
                    directory.string()));
  }
  try {
    return manifest_from_json(nlohmann::json::parse(stream));
  } catch (const nlohmann::json::exception&) {
    throw os::UsageError(fmt::format("{} is not JSON: it cannot be resumed, start again", path.string()));
  } catch (const record::RecordError& error) {
    throw os::UsageError(
        fmt::format("{}: {}: it cannot be resumed, start again", path.string(), error.what()));
  }
}

}  // namespace ovg::runner::run_directory
