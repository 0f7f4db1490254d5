#include "harness/runner/run_directory/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "harness/runner/os/tools.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::run_directory {

namespace fs = std::filesystem;

namespace {

/// What to copy: the place in the run directory -> from where, and who was the first to need it.
struct Wanted {
  fs::path from;
  std::string builder;  // the variant that was built with it
  SourceFile file;
};
using Wishes = std::map<std::string, Wanted>;

std::string content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> headers_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".h") found.push_back(entry.path());
  }
  return found;
}

/// The workloads of each variant, by their folders.
std::map<std::string, std::set<std::string>> measured(const std::vector<plan::PlannedCell>& cells) {
  std::map<std::string, std::set<std::string>> found;
  for (const plan::PlannedCell& planned : cells) {
    if (!planned.can_run()) continue;
    found[planned.cell.variant].insert(planned.cell.workload.substr(0, planned.cell.workload.find('/')));
  }
  return found;
}

void want_shared(const fs::path& from, const std::string& workload, const std::string& variant, Wishes& wishes,
                 const std::function<void(const std::string&)>& warn) {
  const std::string place = fmt::format("sources/workloads/{}/{}", workload, from.filename().string());
  const auto [known, is_new] = wishes.try_emplace(place, Wanted{from, variant, {"", workload, place, ""}});
  if (is_new || content_of(known->second.from) == content_of(from)) return;
  warn(fmt::format("{} and {} were built with different states of workloads/{}/{}: build the whole suite again",
                   known->second.builder, variant, workload, from.filename().string()));
}

void put(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) throw os::UsageError("cannot write {}: {}", to.string(), error.message());
}

}  // namespace

fs::path find_sources(const fs::path& children_file) {
  const fs::path folder = children_file.parent_path();
  for (const char* place : {"../share/sources", "../../share/ownership-vs-gc/sources"}) {
    std::error_code none;
    if (fs::is_directory(folder / place, none)) return fs::canonical(folder / place);
  }
  return {};
}

std::vector<SourceFile> keep_sources(const fs::path& from, const std::vector<plan::PlannedCell>& cells,
                                     const Store& store, os::Signals& signals,
                                     const std::function<void(const std::string&)>& warn) {
  Wishes wishes;
  for (const auto& [variant, workloads] : measured(cells)) {
    const fs::path own = from / variant;
    for (const fs::path& header : headers_in(own)) {
      const std::string place = fmt::format("sources/{}/{}", variant, header.filename().string());
      wishes.try_emplace(place, Wanted{header, variant, {variant, "", place, ""}});
    }
    for (const std::string& workload : workloads) {
      const fs::path answer = own / (workload + ".cpp");
      if (!fs::is_regular_file(answer)) continue;
      const std::string place = fmt::format("sources/{}/{}.cpp", variant, workload);
      wishes.try_emplace(place, Wanted{answer, variant, {variant, workload, place, ""}});
      for (const fs::path& header : headers_in(own / "workloads" / workload)) {
        want_shared(header, workload, variant, wishes, warn);
      }
    }
  }

  std::set<fs::path> copies;
  for (const auto& [place, wanted] : wishes) put(wanted.from, *copies.insert(store.path(place)).first);
  const auto sums = os::sha256_of(copies, signals);
  std::vector<SourceFile> files;
  for (const auto& [place, wanted] : wishes) {
    files.push_back(wanted.file);
    files.back().sha256 = sums.at(store.path(place));
  }
  return files;
}

}  // namespace ovg::runner::run_directory
