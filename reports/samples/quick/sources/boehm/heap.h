#pragma once

#include <gc/gc.h>
#include <gc/gc_allocator.h>

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace ovg::boehm {

inline void* or_throw(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

/// An object that the collector scans for pointers and frees when nothing refers to it.
template <class T, class... Arguments>
T* make(Arguments&&... arguments) {
  return new (or_throw(GC_MALLOC(sizeof(T)))) T(std::forward<Arguments>(arguments)...);
}

/// Whether the declaration below counts. Set once, before the first allocation: `Settings::pointer_free`.
inline bool pointer_free_is_honoured = true;

/// `size` bytes that hold no pointers: the collector frees but never scans them. Not zeroed. Where the
/// declaration does not count, they are zeroed and scanned like all others.
inline char* make_pointer_free(std::size_t size) {
  return static_cast<char*>(or_throw(pointer_free_is_honoured ? GC_MALLOC_ATOMIC(size) : GC_MALLOC(size)));
}

/// A vector of pointers that is a root: its buffer is scanned, but not collected. What holds it lives in
/// ordinary memory, which libgc cannot see, so a buffer that could be collected would be.
template <class T>
using RootVector = std::vector<T, traceable_allocator<T>>;

/// A stack of roots whose popped slots are cleared: what lies beyond its top is scanned too.
template <class T>
class RootStack {
 public:
  void push_back(T* root) {
    if (size_ == slots_.size()) slots_.emplace_back();
    slots_[size_++] = root;
  }
  T*& back() { return slots_[size_ - 1]; }
  /// Not a pop_back() of the vector: it ends the life of the slot, and a compiler leaves out what is stored
  /// just before that (GCC does, with -flifetime-dse).
  void pop_back() { slots_[--size_] = nullptr; }
  auto begin() const { return slots_.begin(); }
  auto end() const { return slots_.begin() + static_cast<std::ptrdiff_t>(size_); }

 private:
  RootVector<T*> slots_;
  std::size_t size_ = 0;
};

}  // namespace ovg::boehm
