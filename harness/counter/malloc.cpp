// The C library's entry points. What it builds on them itself (strdup, getline) comes through here as well.

#include <malloc.h>

#include <cstdlib>

#include "harness/counter/tally.h"

namespace {

using ovg::counter::allocate;
using ovg::counter::Hidden;

constinit Hidden<void*(std::size_t)> hidden_malloc("malloc");
constinit Hidden<void*(std::size_t, std::size_t)> hidden_calloc("calloc");
constinit Hidden<void*(void*, std::size_t)> hidden_realloc("realloc");
constinit Hidden<void(void*)> hidden_free("free");
constinit Hidden<int(void**, std::size_t, std::size_t)> hidden_posix_memalign("posix_memalign");
constinit Hidden<void*(std::size_t, std::size_t)> hidden_aligned_alloc("aligned_alloc");
constinit Hidden<void*(std::size_t, std::size_t)> hidden_memalign("memalign");

}  // namespace

extern "C" {

void* malloc(std::size_t size) noexcept {
  return allocate(
      size, [&] { return hidden_malloc(size); }, malloc_usable_size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  // Where the product overflows there is no block, and nothing is counted.
  return allocate(
      count * size, [&] { return hidden_calloc(count, size); }, malloc_usable_size);
}

void* realloc(void* old, std::size_t size) noexcept {
  return ovg::counter::reallocate(
      old, size, [&] { return hidden_realloc(old, size); }, malloc_usable_size);
}

void free(void* block) noexcept {
  ovg::counter::release(block, [&] { hidden_free(block); });
}

int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept {
  int error = 0;
  allocate(
      size,
      [&]() -> void* {
        error = hidden_posix_memalign(result, alignment, size);
        return error == 0 ? *result : nullptr;
      },
      malloc_usable_size);
  return error;
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return allocate(
      size, [&] { return hidden_aligned_alloc(alignment, size); }, malloc_usable_size);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return allocate(
      size, [&] { return hidden_memalign(alignment, size); }, malloc_usable_size);
}
}
