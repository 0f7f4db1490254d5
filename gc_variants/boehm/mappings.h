#pragma once

#include <cstdint>
#include <string>

namespace ovg::boehm {

/// Incremental collection protects the heap page by page to learn what was written. Where protected pages
/// alternate with others each becomes a mapping of its own, and libgc aborts when the kernel has no more of
/// them (seen: "mprotect vdb failed, errno 12" in a heap of 512 MiB). Throws session::Unavailable that names
/// the setting when a heap of so many bytes has more pages than `limit_file` allows mappings; does nothing
/// where that cannot be read.
void require_enough_mappings(std::uint64_t heap_bytes,
                             const std::string& limit_file = "/proc/sys/vm/max_map_count");

}  // namespace ovg::boehm
