#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "harness/runner/host/host_files.h"

namespace ovg::runner {

/// A folder that stands for / while it lives, with files to put and read: for tests only.
class FakeHost {
 public:
  FakeHost() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ovg_host_XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~FakeHost() { std::filesystem::remove_all(root_); }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  void put(std::string_view name, std::string_view text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::trunc) << text;
  }
  void put_cpu(int number, std::string_view file, std::string_view text) const {
    put("/sys/devices/system/cpu/cpu" + std::to_string(number) + "/" + std::string(file), text);
  }
  std::string read(std::string_view name) const { return files().text(name).value_or(""); }
  std::filesystem::path path(std::string_view name) const { return files().path(name); }
  host::HostFiles files() const { return host::HostFiles(root_); }

 private:
  std::filesystem::path root_;
};

}  // namespace ovg::runner
