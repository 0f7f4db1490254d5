// Every replaceable form of operator new. The names that are looked up are those of the Itanium C++ ABI on a
// 64-bit machine, where std::size_t is `m`.

#include <malloc.h>

#include <new>

#include "harness/counter/tally.h"

namespace {

using ovg::counter::Hidden;
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

static_assert(sizeof(size_t) == sizeof(unsigned long), "the mangled names say unsigned long");

constinit Hidden<void*(size_t)> plain("_Znwm");
constinit Hidden<void*(size_t)> plain_array("_Znam");
constinit Hidden<void*(size_t, const nothrow_t*)> nothrow("_ZnwmRKSt9nothrow_t");
constinit Hidden<void*(size_t, const nothrow_t*)> nothrow_array("_ZnamRKSt9nothrow_t");
constinit Hidden<void*(size_t, align_val_t)> aligned("_ZnwmSt11align_val_t");
constinit Hidden<void*(size_t, align_val_t)> aligned_array("_ZnamSt11align_val_t");
constinit Hidden<void*(size_t, align_val_t, const nothrow_t*)> aligned_nothrow("_ZnwmSt11align_val_tRKSt9nothrow_t");
constinit Hidden<void*(size_t, align_val_t, const nothrow_t*)> aligned_nothrow_array(
    "_ZnamSt11align_val_tRKSt9nothrow_t");

/// A reference is passed on as the address that it is.
template <class Form, class... More>
void* allocate(Form& form, size_t size, More... more) {
  return ovg::counter::allocate(
      size, [&] { return form(size, more...); }, malloc_usable_size);
}

}  // namespace

void* operator new(size_t size) {
  return allocate(plain, size);
}
void* operator new[](size_t size) {
  return allocate(plain_array, size);
}
void* operator new(size_t size, const nothrow_t& tag) noexcept {
  return allocate(nothrow, size, &tag);
}
void* operator new[](size_t size, const nothrow_t& tag) noexcept {
  return allocate(nothrow_array, size, &tag);
}
void* operator new(size_t size, align_val_t alignment) {
  return allocate(aligned, size, alignment);
}
void* operator new[](size_t size, align_val_t alignment) {
  return allocate(aligned_array, size, alignment);
}
void* operator new(size_t size, align_val_t alignment, const nothrow_t& tag) noexcept {
  return allocate(aligned_nothrow, size, alignment, &tag);
}
void* operator new[](size_t size, align_val_t alignment, const nothrow_t& tag) noexcept {
  return allocate(aligned_nothrow_array, size, alignment, &tag);
}
