// The entry points of libgc, for the allocation counter. Defined in the library that is preloaded, so that a
// program which runs without it calls libgc directly. An object that the collector reclaims is never counted
// as freed: that is GC_free alone.

#include <gc/gc.h>

#include "harness/counter/tally.h"

namespace {

using ovg::counter::hidden;

std::size_t served(const void* block) {
  return hidden<"GC_size", std::size_t(const void*)>(block);
}

template <ovg::counter::Symbol name>
void* allocate(std::size_t size) {
  return ovg::counter::allocate(
      size, [&] { return hidden<name, void*(std::size_t)>(size); }, served);
}

}  // namespace

extern "C" {

void* GC_malloc(std::size_t size) {
  return allocate<"GC_malloc">(size);
}
void* GC_malloc_atomic(std::size_t size) {
  return allocate<"GC_malloc_atomic">(size);
}
void* GC_malloc_uncollectable(std::size_t size) {
  return allocate<"GC_malloc_uncollectable">(size);
}
void* GC_malloc_atomic_uncollectable(std::size_t size) {
  return allocate<"GC_malloc_atomic_uncollectable">(size);
}
void* GC_malloc_ignore_off_page(std::size_t size) {
  return allocate<"GC_malloc_ignore_off_page">(size);
}
void* GC_malloc_atomic_ignore_off_page(std::size_t size) {
  return allocate<"GC_malloc_atomic_ignore_off_page">(size);
}
void* GC_malloc_many(std::size_t size) {
  const ovg::counter::Outermost outermost;
  void* const first = hidden<"GC_malloc_many", void*(std::size_t)>(size);
  if (!outermost) return first;
  for (void* block = first; block != nullptr; block = GC_NEXT(block)) {
    ovg::counter::count_allocation(size, served(block));
  }
  return first;
}
void* GC_realloc(void* old, std::size_t size) {
  return ovg::counter::reallocate(
      old, size, [&] { return hidden<"GC_realloc", void*(void*, std::size_t)>(old, size); }, served);
}
void GC_free(void* block) {
  ovg::counter::release<"GC_free">(block);
}
}
