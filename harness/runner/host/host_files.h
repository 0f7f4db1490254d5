#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ovg::runner::host {

/// What the kernel tells in /proc and /sys, below a root that tests replace. Reads only, needs no rights; a
/// file that is missing, empty or forbidden gives nothing. A name is absolute, such as "/proc/stat".
class HostFiles {
 public:
  explicit HostFiles(std::filesystem::path root = "/") : root_(std::move(root)) {}

  std::filesystem::path path(std::string_view name) const { return root_ / name.substr(1); }

  /// The whole file without the line feeds at its end.
  std::optional<std::string> text(std::string_view name) const;
  /// The number that the file begins with.
  std::optional<std::uint64_t> number(std::string_view name) const;
  /// What follows "key:" or "key " at the start of a line.
  std::optional<std::string> field(std::string_view name, std::string_view key) const;
  /// The number that such a field begins with, without its unit.
  std::optional<std::uint64_t> field_number(std::string_view name, std::string_view key) const;
  /// Where sysfs offers a choice, "always [madvise] never": the word in brackets, else the whole text.
  std::optional<std::string> choice(std::string_view name) const;
  /// "/sys/devices/system/cpu/cpuN" of every CPU, in the order of N.
  std::vector<std::string> cpus() const;

 private:
  std::filesystem::path root_;
};

/// The whole number that a text begins with, or nothing.
std::optional<std::uint64_t> leading_number(std::string_view text);

}  // namespace ovg::runner::host
