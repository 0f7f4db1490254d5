// Every replaceable form of operator delete, passed on in its own form: an allocator may use the size. For
// the names see operator_new.cpp.

#include <new>

#include "harness/counter/tally.h"

using ovg::counter::release;
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

void operator delete(void* block) noexcept {
  release<"_ZdlPv">(block);
}
void operator delete[](void* block) noexcept {
  release<"_ZdaPv">(block);
}
void operator delete(void* block, const nothrow_t& tag) noexcept {
  release<"_ZdlPvRKSt9nothrow_t">(block, &tag);
}
void operator delete[](void* block, const nothrow_t& tag) noexcept {
  release<"_ZdaPvRKSt9nothrow_t">(block, &tag);
}
void operator delete(void* block, size_t size) noexcept {
  release<"_ZdlPvm">(block, size);
}
void operator delete[](void* block, size_t size) noexcept {
  release<"_ZdaPvm">(block, size);
}
void operator delete(void* block, align_val_t alignment) noexcept {
  release<"_ZdlPvSt11align_val_t">(block, alignment);
}
void operator delete[](void* block, align_val_t alignment) noexcept {
  release<"_ZdaPvSt11align_val_t">(block, alignment);
}
void operator delete(void* block, align_val_t alignment, const nothrow_t& tag) noexcept {
  release<"_ZdlPvSt11align_val_tRKSt9nothrow_t">(block, alignment, &tag);
}
void operator delete[](void* block, align_val_t alignment, const nothrow_t& tag) noexcept {
  release<"_ZdaPvSt11align_val_tRKSt9nothrow_t">(block, alignment, &tag);
}
void operator delete(void* block, size_t size, align_val_t alignment) noexcept {
  release<"_ZdlPvmSt11align_val_t">(block, size, alignment);
}
void operator delete[](void* block, size_t size, align_val_t alignment) noexcept {
  release<"_ZdaPvmSt11align_val_t">(block, size, alignment);
}
