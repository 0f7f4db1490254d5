#pragma once

#include <cstdint>
#include <optional>

namespace ovg::measure {

/// What a process, all threads, has allocated. The layout is that of `ovg_counts` in harness/counter/tally.h.
struct AllocationCounts {
  std::uint64_t objects = 0;  // blocks that malloc, operator new or a collector gave out
  std::uint64_t bytes_requested = 0;
  std::uint64_t bytes_served = 0;  // what the blocks can hold, without the allocator's headers
  std::uint64_t frees = 0;

  AllocationCounts operator-(const AllocationCounts& earlier) const;
  bool operator==(const AllocationCounts&) const = default;
};

/// The library that counts allocations, where it is preloaded into this process. Looking for it may
/// allocate; reading it does not.
class AllocationCounter {
 public:
  AllocationCounter();

  /// Since the process began; nothing in a process that is not counted.
  std::optional<AllocationCounts> read() const;

 private:
  using Read = void (*)(AllocationCounts*);
  Read read_;
};

}  // namespace ovg::measure
