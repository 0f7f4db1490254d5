#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/os/unique_fd.h"

namespace ovg::runner::run_directory {

/// A run directory. What is written before a trial's line may be written again; once its line is in
/// results.jsonl the trial is done. A line is one write(), so a killed runner leaves at most one incomplete
/// line, the last. Every failure to write throws UsageError with the system's reason.
class Store {
 public:
  /// Makes the directory and its folders. Throws UsageError when it holds something already or cannot be
  /// written.
  static Store create(const std::filesystem::path& directory);
  /// Opens what `create` has made.
  static Store open(const std::filesystem::path& directory);

  const std::filesystem::path& directory() const { return directory_; }
  std::filesystem::path path(std::string_view relative) const { return directory_ / relative; }

  /// Removes what a killed runner left of the last line; true when there was something.
  bool drop_incomplete_line();
  /// All trials that are done. Throws UsageError that names the number of a line that is malformed.
  std::vector<record::Trial> read() const;
  void append(const record::Trial& trial);

 private:
  explicit Store(std::filesystem::path directory);

  std::filesystem::path directory_;
  os::UniqueFd results_;  // opened by the first append: no run, no file
};

/// Throws UsageError.
void write_file(const std::filesystem::path& path, std::string_view content);
/// Either the whole content is there or the file as it was.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace ovg::runner::run_directory
