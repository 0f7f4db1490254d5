#pragma once

#include <gc/gc.h>

namespace ovg::boehm {

/// Whether the collector relies on being told where pointers were stored, and looks at nothing else again that it has
/// marked. Set once, before the first allocation: `DirtyBits::kManual`.
inline bool collector_is_told = false;

/// The write barrier: called after each store of a pointer into memory that the collector scans, initialisation
/// included. `place` is anywhere in the object. A pointer that is only on the stack needs none.
inline void stored_in(const void* place, const void* stored = nullptr) {
  if (!collector_is_told) [[likely]]
    return;
  GC_end_stubborn_change(place);
  GC_reachable_here(stored);  // or it could be collected between its store and the line above
}

/// A pointer to a collected object whose assignments are followed by the barrier. Construction is not: who constructs
/// one in scanned memory does it (`make`, `RootAllocator`). So one is passed in a register like a plain pointer, and
/// where the barrier is off it costs a branch for each assignment.
template <class T>
class Pointer {
 public:
  Pointer() = default;
  Pointer(T* object) : object_(object) {}
  Pointer(const Pointer&) = default;
  Pointer& operator=(const Pointer& other) {
    object_ = other.object_;
    stored_in(this, object_);
    return *this;
  }

  T* get() const { return object_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  T* object_ = nullptr;
};

}  // namespace ovg::boehm
