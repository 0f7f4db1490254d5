#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ovg::boehm {

/// How a collector that has marked something learns that it was written to since.
enum class DirtyBits : std::uint8_t {
  kNone,       // it stops the world and marks everything
  kManual,     // the program tells it: barrier.h
  kSoftDirty,  // the kernel notes it in the page table
  kMprotect,   // it protects its pages, and takes a fault for the first write to each
};

/// "none", "manual", "soft-dirty", "mprotect"
std::string_view name_of(DirtyBits bits);

/// Why the kernel tells this process nothing of pages that were written, or nothing when it does. Asks as libgc does
/// (os_dep.c, `detect_soft_dirty_supported`): a page that was written just now must say so in bit 55 of its entry in
/// `pagemap` (linux, Documentation/admin-guide/mm/soft-dirty.rst). `process` is another folder than /proc/self in
/// tests.
std::string no_soft_dirty_bits(const std::filesystem::path& process = "/proc/self");

/// Makes libgc, not yet initialised, work with these, as far as that is up to the program: it prefers soft-dirty bits
/// to protected pages unless a variable of the environment tells it not to.
void ask_for(DirtyBits bits);

/// What libgc uses, once it has been initialised and told to work in slices. None where it was built without.
DirtyBits in_use();

}  // namespace ovg::boehm
