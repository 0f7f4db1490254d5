#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "harness/session/variant.h"

namespace ovg::boehm {

/// How one config asks libgc to work. The headline is a struct without changes, and each other config changes
/// one thing, so that a difference has one cause; only `tuned` changes what somebody would who tunes.
struct Settings {
  std::string_view config;
  std::string_view summary;
  bool initial_heap = true;         // expanded before the first op; otherwise libgc begins with its own 64 KiB
  bool parallel = false;            // as many markers as CPUs, otherwise one
  bool incremental = false;         // collects in slices, inside allocations
  bool interior_pointers = true;    // a pointer into an object keeps it alive, not only one to its start
  bool pointer_free = true;         // memory that is declared pointer-free is not scanned
  unsigned free_space_divisor = 3;  // about 1/N of the heap is allocated between collections, or more
};

inline constexpr std::array<Settings, 7> kSettings{{
    {.config = "", .summary = "stop-the-world; initial heap twice the live payload, one marker"},
    {.config = "incremental",
     .summary = "the same heap, collected in steps of 5 ms as libgc understands them",
     .incremental = true},
    {.config = "parallel", .summary = "as many markers as there are CPUs", .parallel = true},
    {.config = "default-heap",
     .summary = "libgc's own initial heap of 64 KiB, which it expands when it thinks fit",
     .initial_heap = false},
    {.config = "no-interior",
     .summary = "within the heap only a pointer to the start of an object keeps it alive",
     .interior_pointers = false},
    {.config = "scanned",
     .summary = "nothing is declared pointer-free: all memory is cleared by libgc, and scanned",
     .pointer_free = false},
    {.config = "tuned",
     .summary = "for throughput at the price of memory: as many markers as CPUs, free-space divisor 1",
     .parallel = true,
     .free_space_divisor = 1},
}};

/// The headline for a config that is not there; the child refuses such requests before.
inline const Settings& settings_of(std::string_view config) {
  const auto* const found = std::find_if(kSettings.begin(), kSettings.end(),
                                         [&](const Settings& settings) { return settings.config == config; });
  return found == kSettings.end() ? kSettings.front() : *found;
}

inline std::vector<session::Config> configs() {
  std::vector<session::Config> result;
  for (const Settings& settings : kSettings) {
    // The headline and its best-known alternative are measured everywhere, what isolates one choice apart.
    const bool apart = !settings.config.empty() && !settings.incremental;
    result.push_back({.name = settings.config, .summary = settings.summary, .apart = apart});
  }
  return result;
}

}  // namespace ovg::boehm
