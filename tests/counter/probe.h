#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "harness/measure/allocation_counter.h"

namespace ovg::counter_probe {

/// Prints what the counter of this process made of `work`: name, objects, bytes requested, bytes served,
/// frees. What `work` allocates has to go through `keep`, or it is optimised away.
inline void probe(const char* name, void (*work)()) {
  static const measure::AllocationCounter counter;
  const auto before = counter.read();
  work();
  const auto after = counter.read();
  if (!before || !after) {
    std::fputs("no counter is preloaded\n", stderr);
    std::exit(1);
  }
  const measure::AllocationCounts counts = *after - *before;
  std::printf("%s %ju %ju %ju %ju\n", name, std::uintmax_t{counts.objects}, std::uintmax_t{counts.bytes_requested},
              std::uintmax_t{counts.bytes_served}, std::uintmax_t{counts.frees});
}

/// Something that the compiler has to believe is used.
inline void* keep(void* block) {
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

}  // namespace ovg::counter_probe
