#include "harness/runner/run_directory/store.h"

#include <fcntl.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "harness/record/json_fields.h"
#include "harness/record/trial_json.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::run_directory {

namespace fs = std::filesystem;

namespace {

constexpr const char* kResults = "results.jsonl";
constexpr std::array<const char*, 5> kFolders = {"hist", "series", "logs", "primitives", "sources"};
constexpr const char* kSides = "sides";  // only in a run that has them

[[noreturn]] void cannot_write(const fs::path& path) {
  throw os::UsageError("cannot write {}: {}", path.string(), std::strerror(errno));
}

/// A pilot that was interrupted leaves empty folders and logs; anything else belongs to someone.
void refuse_occupied(const fs::path& directory) {
  if (!fs::exists(directory)) return;
  if (!fs::is_directory(directory)) {
    throw os::UsageError("{} is not a directory: give another --out", directory.string());
  }
  for (const char* name : {"manifest.json", kResults}) {
    if (fs::exists(directory / name)) {
      throw os::UsageError("{} holds another run: give another --out, or go on with it: --resume {}",
                           directory.string(), directory.string());
    }
  }
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (name != kSides && std::ranges::find(kFolders, name) == kFolders.end()) {
      throw os::UsageError("{} is not empty: give a new directory with --out", directory.string());
    }
  }
}

}  // namespace

Store::Store(fs::path directory) : directory_(std::move(directory)) {}

Store Store::create(const fs::path& directory) {
  try {
    refuse_occupied(directory);
    for (const char* folder : kFolders) fs::create_directories(directory / folder);
  } catch (const fs::filesystem_error& error) {
    throw os::UsageError("cannot make the run directory {}: {}: give another --out", directory.string(),
                         error.code().message());
  }
  if (access(directory.c_str(), W_OK | X_OK) != 0) {
    throw os::UsageError("the run directory {} is not writable: give another --out", directory.string());
  }
  return Store(directory);
}

Store Store::open(const fs::path& directory) {
  if (access(directory.c_str(), W_OK | X_OK) != 0) {
    throw os::UsageError("cannot write to {}: {}: give a run directory", directory.string(), std::strerror(errno));
  }
  return Store(directory);
}

bool Store::drop_incomplete_line() {
  std::ifstream stream(path(kResults), std::ios::binary);
  if (!stream) return false;
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  const auto complete = content.rfind('\n') + 1;  // 0 when there is no line end at all
  if (complete == content.size()) return false;
  if (truncate(path(kResults).c_str(), static_cast<off_t>(complete)) != 0) cannot_write(path(kResults));
  return true;
}

std::vector<record::Trial> Store::read() const {
  std::vector<record::Trial> trials;
  std::ifstream stream(path(kResults));
  std::string line;
  while (std::getline(stream, line)) {
    try {
      const auto value = record::parsed_json(line);
      if (!value) throw record::RecordError("not JSON");
      trials.push_back(record::trial_from_json(*value));
    } catch (const std::exception& error) {
      throw os::UsageError("line {} of {} is not a trial ({}): remove it by hand, or start again", trials.size() + 1,
                           path(kResults).string(), error.what());
    }
  }
  return trials;
}

void Store::append(const record::Trial& trial) {
  if (!results_) {
    results_ = os::UniqueFd(::open(path(kResults).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!results_) cannot_write(path(kResults));
  }
  const std::string line = record::trial_line(trial);
  errno = ENOSPC;  // what a short write means, which sets nothing
  const ssize_t written = write(results_.get(), line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) cannot_write(path(kResults));
}

void write_file(const fs::path& path, std::string_view content) {
  os::UniqueFd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd) cannot_write(path);
  while (!content.empty()) {
    const ssize_t written = write(fd.get(), content.data(), content.size());
    if (written < 0) cannot_write(path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_file_atomically(const fs::path& path, std::string_view content) {
  fs::path beside = path;
  beside += ".tmp";
  write_file(beside, content);
  if (rename(beside.c_str(), path.c_str()) != 0) cannot_write(path);
}

}  // namespace ovg::runner::run_directory
