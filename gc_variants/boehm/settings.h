#pragma once

#include <gc/gc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gc_variants/boehm/dirty_bits.h"
#include "harness/session/variant.h"

namespace ovg::boehm {

/// How one config asks libgc to work. The headline is a struct without changes, and each other config changes
/// one thing, so that a difference has one cause; only `tuned` changes what somebody would who tunes. Who ships
/// which setting: docs/fairness.md.
struct Settings {
  std::string_view config;
  std::string_view summary;
  bool initial_heap = true;                 // made a multiple of what setup has left; otherwise libgc's own 64 KiB grow
  bool parallel = false;                    // as many markers as CPUs, otherwise as mutator threads
  DirtyBits dirty_bits = DirtyBits::kNone;  // with any, it collects in slices, inside allocations
  std::uint64_t slice_limit_ms = 5;         // libgc tries to keep slices under it
  bool interior_pointers = false;           // a pointer into an object keeps it alive, not only one to its start
  bool pointer_free = true;                 // memory that is declared pointer-free is not scanned
  bool many = false;                        // objects of one size come by the page
  bool flat = false;                        // objects lie inside each other, as those of `value`
  unsigned free_space_divisor = 3;          // about 1/N of the heap is allocated between collections, or more
};

inline constexpr std::array<Settings, 12> kSettings{{
    {.config = "",
     .summary = "stop-the-world, as its users ship it: no interior pointers, no data segments, as many markers as "
                "mutator threads; heap twice what is in use"
                " after setup"},
    {.config = "incremental",
     .summary = "the same heap, collected in steps of 5 ms as libgc understands them; each store of a pointer tells it",
     .dirty_bits = DirtyBits::kManual},
    {.config = "generational",
     .summary = "marks what is new and what was written to since the last collection; each store of a pointer tells it",
     .dirty_bits = DirtyBits::kManual,
     .slice_limit_ms = GC_TIME_UNLIMITED},
    {.config = "mprotect",
     .summary = "incremental, but libgc finds out itself what was written to: a fault for the first write to a page",
     .dirty_bits = DirtyBits::kMprotect},
    {.config = "soft-dirty",
     .summary = "incremental, but the kernel tells which pages were written to",
     .dirty_bits = DirtyBits::kSoftDirty},
    {.config = "parallel", .summary = "as many markers as there are CPUs", .parallel = true},
    {.config = "default-heap",
     .summary = "libgc's own initial heap of 64 KiB, which it expands when it thinks fit",
     .initial_heap = false},
    {.config = "interior",
     .summary = "any pointer into an object keeps it alive, as libgc has it by default; each gets a byte more for that",
     .interior_pointers = true},
    {.config = "scanned",
     .summary = "nothing is declared pointer-free: all memory is cleared by libgc, and scanned",
     .pointer_free = false},
    {.config = "many", .summary = "objects that hold pointers come by the page, GC_malloc_many", .many = true},
    {.config = "flat",
     .summary = "the layout of value: objects inside each other, in vectors whose memory is collected",
     .flat = true},
    // Beside `parallel`, since every malloc has a profile that is fast at the price of memory: this is its counterpart
    // in runs with --malloc-profiles.
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
    const bool apart = !settings.config.empty() && settings.config != "incremental";
    result.push_back({.name = settings.config, .summary = settings.summary, .apart = apart});
  }
  return result;
}

}  // namespace ovg::boehm
