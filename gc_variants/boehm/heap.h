#pragma once

#include <gc/gc.h>
#include <gc/gc_allocator.h>

#include <cstddef>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "gc_variants/boehm/barrier.h"

namespace ovg::boehm {

inline void* or_throw(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

/// Whether objects of one size come from libgc by the page. Set once, before the first allocation:
/// `Settings::many`.
inline bool nodes_come_by_the_page = false;

/// An object of a list that libgc made in one call and linked by their first words. The head of the list stands in
/// memory that is scanned: libgc does not see a thread_local variable of the first thread. What a thread leaves of
/// its lists stays.
template <std::size_t size>
void* one_of_many() {
  static thread_local void** const head = static_cast<void**>(or_throw(GC_MALLOC_UNCOLLECTABLE(sizeof(void*))));
  if (*head == nullptr) *head = or_throw(GC_malloc_many(size));
  void* const block = *head;
  *head = GC_NEXT(block);
  GC_NEXT(block) = nullptr;
  return block;
}

/// An object that the collector scans for pointers and frees when nothing refers to it.
template <class T, class... Arguments>
T* make(Arguments&&... arguments) {
  void* const block = nodes_come_by_the_page ? one_of_many<sizeof(T)>() : or_throw(GC_MALLOC(sizeof(T)));
  T* const object = new (block) T(std::forward<Arguments>(arguments)...);
  stored_in(object);
  return object;
}

/// Whether the declarations below count. Set once, before the first allocation: `Settings::pointer_free`.
inline bool pointer_free_is_honoured = true;

/// `size` bytes that hold no pointers: the collector frees but never scans them. Not zeroed. Where the
/// declaration does not count, they are zeroed and scanned like all others.
inline char* make_pointer_free(std::size_t size) {
  return static_cast<char*>(or_throw(pointer_free_is_honoured ? GC_MALLOC_ATOMIC(size) : GC_MALLOC(size)));
}

/// An object that refers to no collected one.
template <class T, class... Arguments>
T* make_leaf(Arguments&&... arguments) {
  static_assert(std::is_trivially_destructible_v<T>);
  return new (make_pointer_free(sizeof(T))) T(std::forward<Arguments>(arguments)...);
}

/// Memory that is scanned, but not collected. What a vector constructs there, also when it grows, is told to the
/// collector; what is assigned later, `Pointer` tells.
template <class T>
struct RootAllocator : traceable_allocator<T> {
  static_assert(!std::is_pointer_v<T>, "a plain pointer stores without telling the collector: hold a Pointer");

  template <class Other>
  struct rebind {
    using other = RootAllocator<Other>;
  };
  RootAllocator() = default;
  template <class Other>
  RootAllocator(const RootAllocator<Other>& /*other*/) {}

  template <class... Arguments>
  void construct(T* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) T(std::forward<Arguments>(arguments)...);
    stored_in(place);
  }
};

/// A vector that is a root. What holds it lives in ordinary memory, which libgc cannot see, so a buffer that could be
/// collected would be.
template <class T>
using RootVector = std::vector<T, RootAllocator<T>>;

/// For containers in collected objects whose elements hold no pointers. Nobody frees: their destructors never run.
template <class T>
struct PointerFreeAllocator {
  using value_type = T;
  PointerFreeAllocator() = default;
  template <class Other>
  PointerFreeAllocator(const PointerFreeAllocator<Other>& /*other*/) {}
  T* allocate(std::size_t count) { return reinterpret_cast<T*>(make_pointer_free(count * sizeof(T))); }
  void deallocate(T* /*block*/, std::size_t /*count*/) {}
  bool operator==(const PointerFreeAllocator& /*other*/) const { return true; }
};

/// A string in a collected object: a short one lies inside it, a longer one in pointer-free memory.
using String = std::basic_string<char, std::char_traits<char>, PointerFreeAllocator<char>>;

/// A stack of roots whose popped slots are cleared: what lies beyond its top is scanned too.
template <class T>
class RootStack {
 public:
  void push_back(Pointer<T> root) {
    if (size_ == slots_.size()) slots_.emplace_back();
    slots_[size_++] = root;
  }
  Pointer<T>& back() { return slots_[size_ - 1]; }
  /// Not a pop_back() of the vector: it ends the life of the slot, and a compiler leaves out what is stored
  /// just before that (GCC does, with -flifetime-dse).
  void pop_back() { slots_[--size_] = nullptr; }
  bool empty() const { return size_ == 0; }
  auto begin() const { return slots_.begin(); }
  auto end() const { return slots_.begin() + static_cast<std::ptrdiff_t>(size_); }

 private:
  RootVector<Pointer<T>> slots_;
  std::size_t size_ = 0;
};

}  // namespace ovg::boehm
