#include "gc_variants/boehm/dirty_bits.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gc/gc.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "gc_variants/boehm/barrier.h"

namespace ovg::boehm {

namespace {

class File {
 public:
  File(const std::filesystem::path& path, int mode) : descriptor_(open(path.c_str(), mode | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (is_open()) close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  bool read_at(std::uint64_t offset, std::uint64_t& value) const {
    return pread(descriptor_, &value, sizeof value, static_cast<off_t>(offset)) == sizeof value;
  }

 private:
  int descriptor_;
};

constexpr std::array<std::string_view, 4> kNames{"none", "manual", "soft-dirty", "mprotect"};

}  // namespace

std::string_view name_of(DirtyBits bits) {
  return kNames.at(static_cast<std::size_t>(bits));
}

std::string no_soft_dirty_bits(const std::filesystem::path& process) {
  constexpr std::uint64_t kSoftDirty = std::uint64_t{1} << 55;
  if (!File(process / "clear_refs", O_WRONLY).is_open()) {
    return fmt::format("{} cannot be written", (process / "clear_refs").string());
  }
  volatile char written = 1;  // on a page of the stack
  const auto page = reinterpret_cast<std::uintptr_t>(&written) / static_cast<std::uintptr_t>(getpagesize());
  std::uint64_t entry = 0;
  if (!File(process / "pagemap", O_RDONLY).read_at(page * sizeof entry, entry)) {
    return fmt::format("{} cannot be read", (process / "pagemap").string());
  }
  if ((entry & kSoftDirty) == 0) return "the kernel keeps no soft-dirty bits (CONFIG_MEM_SOFT_DIRTY)";
  return {};
}

void ask_for(DirtyBits bits) {
  collector_is_told = bits == DirtyBits::kManual;
  GC_set_manual_vdb_allowed(collector_is_told ? 1 : 0);
  if (bits == DirtyBits::kMprotect) setenv("GC_USE_GETWRITEWATCH", "0", 0);
}

DirtyBits in_use() {
  if (GC_is_incremental_mode() == 0) return DirtyBits::kNone;
  if (GC_get_manual_vdb_allowed() != 0) return DirtyBits::kManual;
  return GC_incremental_protection_needs() == GC_PROTECTS_NONE ? DirtyBits::kSoftDirty : DirtyBits::kMprotect;
}

}  // namespace ovg::boehm
