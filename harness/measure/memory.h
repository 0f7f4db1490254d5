#pragma once

#include <cstdint>
#include <string>

namespace ovg::measure {

/// Resident set of this process in bytes, from /proc/self/statm; 0 where that cannot be read. Allocates
/// nothing.
std::uint64_t rss_bytes();

/// Largest resident set so far in bytes (`VmHWM`); 0 where that cannot be read. Not `ru_maxrss`, which a
/// child inherits from the process that forked it. Allocates nothing.
std::uint64_t peak_rss_bytes();

/// The malloc that this process really runs on: `jemalloc`, `mimalloc`, `tcmalloc` or `glibc`, found by a
/// function that only that library exports. A preload that failed shows here.
std::string allocator_in_use();

/// Asks that malloc to return what is free to the operating system. mimalloc 2.0 returns by far the least: a
/// page beside others that are in use waits for a later free near it, even when collecting is forced
/// (https://github.com/microsoft/mimalloc/issues/878).
void release_free_memory();

}  // namespace ovg::measure
