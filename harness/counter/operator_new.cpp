// Every replaceable form of operator new. The names that are looked up are those of the Itanium C++ ABI on a
// 64-bit machine, where std::size_t is `m`.

#include <new>

#include "harness/counter/tally.h"

using ovg::counter::allocate;
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

static_assert(sizeof(size_t) == sizeof(unsigned long), "the mangled names say unsigned long");

// A reference is passed on as the address that it is.

void* operator new(size_t size) {
  return allocate<"_Znwm">(size, size);
}
void* operator new[](size_t size) {
  return allocate<"_Znam">(size, size);
}
void* operator new(size_t size, const nothrow_t& tag) noexcept {
  return allocate<"_ZnwmRKSt9nothrow_t">(size, size, &tag);
}
void* operator new[](size_t size, const nothrow_t& tag) noexcept {
  return allocate<"_ZnamRKSt9nothrow_t">(size, size, &tag);
}
void* operator new(size_t size, align_val_t alignment) {
  return allocate<"_ZnwmSt11align_val_t">(size, size, alignment);
}
void* operator new[](size_t size, align_val_t alignment) {
  return allocate<"_ZnamSt11align_val_t">(size, size, alignment);
}
void* operator new(size_t size, align_val_t alignment, const nothrow_t& tag) noexcept {
  return allocate<"_ZnwmSt11align_val_tRKSt9nothrow_t">(size, size, alignment, &tag);
}
void* operator new[](size_t size, align_val_t alignment, const nothrow_t& tag) noexcept {
  return allocate<"_ZnamSt11align_val_tRKSt9nothrow_t">(size, size, alignment, &tag);
}
