#pragma once

#include <cstddef>
#include <string_view>

#include "gc_variants/boehm/heap.h"
#include "harness/session/registry.h"

namespace ovg::boehm {

/// Whether objects lie inside each other instead of behind pointers. Set once, before the first session:
/// `Settings::flat`.
inline bool layout_is_flat = false;

/// Which of an answer's two bodies is asked for: that of pointers, or the flat one.
inline std::size_t layout() {
  return layout_is_flat ? 1 : 0;
}

/// For an answer without a flat body.
inline void decline_flat(session::Registry& registry, std::string_view workload, std::string_view reason) {
  registry.not_applicable(workload, reason, {.config = "flat"});
}

/// For vectors whose memory is collected, so that nobody frees it; scanned, since their elements hold pointers.
template <class T>
struct CollectedAllocator {
  using value_type = T;
  CollectedAllocator() = default;
  template <class Other>
  CollectedAllocator(const CollectedAllocator<Other>& /*other*/) {}
  T* allocate(std::size_t count) { return static_cast<T*>(or_throw(GC_MALLOC(count * sizeof(T)))); }
  void deallocate(T* /*block*/, std::size_t /*count*/) {}
  bool operator==(const CollectedAllocator& /*other*/) const { return true; }
};

}  // namespace ovg::boehm
