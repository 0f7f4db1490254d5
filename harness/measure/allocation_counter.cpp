#include "harness/measure/allocation_counter.h"

#include <dlfcn.h>

namespace ovg::measure {

AllocationCounts AllocationCounts::operator-(const AllocationCounts& earlier) const {
  return {objects - earlier.objects, bytes_requested - earlier.bytes_requested, bytes_served - earlier.bytes_served,
          frees - earlier.frees};
}

AllocationCounter::AllocationCounter() : read_(reinterpret_cast<Read>(dlsym(RTLD_DEFAULT, "ovg_count_read"))) {}

std::optional<AllocationCounts> AllocationCounter::read() const {
  if (read_ == nullptr) return std::nullopt;
  AllocationCounts counts;
  read_(&counts);
  return counts;
}

}  // namespace ovg::measure
