// Every replaceable form of operator delete, passed on in its own form: an allocator may use the size. For
// the names see operator_new.cpp.

#include <new>

#include "harness/counter/tally.h"

namespace {

using ovg::counter::Hidden;
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

constinit Hidden<void(void*)> plain("_ZdlPv");
constinit Hidden<void(void*)> plain_array("_ZdaPv");
constinit Hidden<void(void*, const nothrow_t*)> nothrow("_ZdlPvRKSt9nothrow_t");
constinit Hidden<void(void*, const nothrow_t*)> nothrow_array("_ZdaPvRKSt9nothrow_t");
constinit Hidden<void(void*, size_t)> sized("_ZdlPvm");
constinit Hidden<void(void*, size_t)> sized_array("_ZdaPvm");
constinit Hidden<void(void*, align_val_t)> aligned("_ZdlPvSt11align_val_t");
constinit Hidden<void(void*, align_val_t)> aligned_array("_ZdaPvSt11align_val_t");
constinit Hidden<void(void*, align_val_t, const nothrow_t*)> aligned_nothrow("_ZdlPvSt11align_val_tRKSt9nothrow_t");
constinit Hidden<void(void*, align_val_t, const nothrow_t*)> aligned_nothrow_array(
    "_ZdaPvSt11align_val_tRKSt9nothrow_t");
constinit Hidden<void(void*, size_t, align_val_t)> sized_aligned("_ZdlPvmSt11align_val_t");
constinit Hidden<void(void*, size_t, align_val_t)> sized_aligned_array("_ZdaPvmSt11align_val_t");

template <class Form, class... More>
void release(Form& form, void* block, More... more) {
  ovg::counter::release(block, [&] { form(block, more...); });
}

}  // namespace

void operator delete(void* block) noexcept {
  release(plain, block);
}
void operator delete[](void* block) noexcept {
  release(plain_array, block);
}
void operator delete(void* block, const nothrow_t& tag) noexcept {
  release(nothrow, block, &tag);
}
void operator delete[](void* block, const nothrow_t& tag) noexcept {
  release(nothrow_array, block, &tag);
}
void operator delete(void* block, size_t size) noexcept {
  release(sized, block, size);
}
void operator delete[](void* block, size_t size) noexcept {
  release(sized_array, block, size);
}
void operator delete(void* block, align_val_t alignment) noexcept {
  release(aligned, block, alignment);
}
void operator delete[](void* block, align_val_t alignment) noexcept {
  release(aligned_array, block, alignment);
}
void operator delete(void* block, align_val_t alignment, const nothrow_t& tag) noexcept {
  release(aligned_nothrow, block, alignment, &tag);
}
void operator delete[](void* block, align_val_t alignment, const nothrow_t& tag) noexcept {
  release(aligned_nothrow_array, block, alignment, &tag);
}
void operator delete(void* block, size_t size, align_val_t alignment) noexcept {
  release(sized_aligned, block, size, alignment);
}
void operator delete[](void* block, size_t size, align_val_t alignment) noexcept {
  release(sized_aligned_array, block, size, alignment);
}
