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

namespace {

const ChildBinary& find_child(const std::vector<ChildBinary>& children, const std::string& variant) {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const auto& child) { return child.variant == variant; });
  if (found == children.end()) throw std::out_of_range("no child for variant " + variant);
  return *found;
}

const Side& side_of(const Sides& sides, const record::Cell& cell) {
  return cell.side == record::kHeadSide ? sides.head : sides.base;
}

}  // namespace

const ChildBinary& Manifest::child_of(const std::string& variant) const {
  return find_child(children, variant);
}

const ChildBinary& Manifest::child_of(const record::Cell& cell) const {
  return find_child(sides ? side_of(*sides, cell).children : children, cell.variant);
}

os::Variables Manifest::variables_of(const record::Cell& cell) const {
  return sides ? os::with_own(child_env, side_of(*sides, cell).env) : child_env;
}

const fs::path& Manifest::counter_of(const record::Cell& cell) const {
  return sides ? side_of(*sides, cell).counter : counter;
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
  write_file_atomically(
      directory / "manifest.json",
      to_json(manifest).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
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
