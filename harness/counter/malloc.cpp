// The C library's entry points. What it builds on them itself (strdup, getline) comes through here as well.

#include <cstdlib>

#include "harness/counter/tally.h"

using namespace ovg::counter;
using std::size_t;

extern "C" {

void* malloc(size_t size) noexcept {
  return allocate<"malloc">(size, size);
}

void* calloc(size_t count, size_t size) noexcept {
  // Where the product overflows there is no block, and nothing is counted.
  return allocate<"calloc">(count * size, count, size);
}

void* realloc(void* old, size_t size) noexcept {
  return reallocate(
      old, size, [&] { return hidden<"realloc", void*(void*, size_t)>(old, size); }, malloc_usable_size);
}

void free(void* block) noexcept {
  release<"free">(block);
}

int posix_memalign(void** result, size_t alignment, size_t size) noexcept {
  int error = 0;
  allocate(
      size,
      [&]() -> void* {
        error = hidden<"posix_memalign", int(void**, size_t, size_t)>(result, alignment, size);
        return error == 0 ? *result : nullptr;
      },
      malloc_usable_size);
  return error;
}

void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return allocate<"aligned_alloc">(size, alignment, size);
}

void* memalign(size_t alignment, size_t size) noexcept {
  return allocate<"memalign">(size, alignment, size);
}
}
