#include "gc_variants/boehm/mappings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "harness/session/variant.h"

namespace ovg::boehm {

void require_enough_mappings(std::uint64_t heap_bytes, const std::string& limit_file) {
  std::uint64_t most = 0;
  if (!(std::ifstream(limit_file) >> most)) return;
  const std::uint64_t pages = heap_bytes / static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (pages <= most) return;
  throw session::Unavailable(fmt::format(
      "incremental collection of a heap of {} MiB may need {} memory mappings, the kernel allows {}: "
      "sysctl -w vm.max_map_count={}",
      heap_bytes >> 20, pages, most, 2 * pages));
}

}  // namespace ovg::boehm
