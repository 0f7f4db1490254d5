// The entry points of libgc, for the allocation counter. Defined in the library that is preloaded, so that a
// program which runs without it calls libgc directly. An object that the collector reclaims is never counted
// as freed: that is GC_free alone.

#include <gc/gc.h>

#include "harness/counter/tally.h"

namespace {

using ovg::counter::Hidden;

using Allocate = void*(std::size_t);
constinit Hidden<Allocate> hidden_malloc("GC_malloc");
constinit Hidden<Allocate> hidden_atomic("GC_malloc_atomic");
constinit Hidden<Allocate> hidden_uncollectable("GC_malloc_uncollectable");
constinit Hidden<Allocate> hidden_atomic_uncollectable("GC_malloc_atomic_uncollectable");
constinit Hidden<Allocate> hidden_ignore_off_page("GC_malloc_ignore_off_page");
constinit Hidden<Allocate> hidden_atomic_ignore_off_page("GC_malloc_atomic_ignore_off_page");
constinit Hidden<Allocate> hidden_many("GC_malloc_many");
constinit Hidden<void*(void*, std::size_t)> hidden_realloc("GC_realloc");
constinit Hidden<void(void*)> hidden_free("GC_free");
constinit Hidden<std::size_t(const void*)> size_of("GC_size");

std::size_t served(const void* block) {
  return size_of(block);
}

void* allocate(Hidden<Allocate>& form, std::size_t size) {
  return ovg::counter::allocate(
      size, [&] { return form(size); }, served);
}

}  // namespace

extern "C" {

void* GC_malloc(std::size_t size) {
  return allocate(hidden_malloc, size);
}
void* GC_malloc_atomic(std::size_t size) {
  return allocate(hidden_atomic, size);
}
void* GC_malloc_uncollectable(std::size_t size) {
  return allocate(hidden_uncollectable, size);
}
void* GC_malloc_atomic_uncollectable(std::size_t size) {
  return allocate(hidden_atomic_uncollectable, size);
}
void* GC_malloc_ignore_off_page(std::size_t size) {
  return allocate(hidden_ignore_off_page, size);
}
void* GC_malloc_atomic_ignore_off_page(std::size_t size) {
  return allocate(hidden_atomic_ignore_off_page, size);
}
void* GC_malloc_many(std::size_t size) {
  const ovg::counter::Outermost outermost;
  void* const first = hidden_many(size);
  if (!outermost) return first;
  for (void* block = first; block != nullptr; block = GC_NEXT(block)) {
    ovg::counter::count_allocation(size, served(block));
  }
  return first;
}
void* GC_realloc(void* old, std::size_t size) {
  return ovg::counter::reallocate(
      old, size, [&] { return hidden_realloc(old, size); }, served);
}
void GC_free(void* block) {
  ovg::counter::release(block, [&] { hidden_free(block); });
}
}
