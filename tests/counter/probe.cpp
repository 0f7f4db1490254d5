// Calls each entry point of malloc and of operator new once, for 100 bytes where it allocates. With an
// argument, only an operator new that throws: mimalloc 2.0 aborts there.

#include "tests/counter/probe.h"

#include <malloc.h>

#include <cstdint>
#include <new>

namespace {

using ovg::counter_probe::keep;
using ovg::counter_probe::probe;

constexpr std::size_t kBytes = 100;
constexpr std::align_val_t kWide{64};
constexpr std::size_t kWideBytes = 64;

void* aligned() {
  return keep(::operator new(kBytes, kWide));
}
void* aligned_array() {
  return keep(::operator new[](kBytes, kWide));
}

void probe_malloc() {
  probe("malloc", [] { free(keep(malloc(kBytes))); });
  probe("calloc", [] { free(keep(calloc(kBytes / 4, 4))); });
  probe("realloc_of_null", [] { free(keep(realloc(nullptr, kBytes))); });
  probe("realloc", [] { free(keep(realloc(keep(malloc(kBytes)), 10 * kBytes))); });
  probe("posix_memalign", [] {
    void* block = nullptr;
    if (posix_memalign(&block, kWideBytes, kBytes) == 0) free(keep(block));
  });
  probe("aligned_alloc", [] { free(keep(aligned_alloc(kWideBytes, 2 * kWideBytes))); });
  probe("memalign", [] { free(keep(memalign(kWideBytes, kBytes))); });
  probe("free_of_null", [] { free(keep(nullptr)); });
  probe("malloc_that_fails", [] { free(keep(malloc(PTRDIFF_MAX))); });
  probe("calloc_that_overflows", [] {
    volatile std::size_t huge = SIZE_MAX / 2;
    free(keep(calloc(huge, 4)));
  });
}

void probe_new() {
  probe("new", [] { ::operator delete(keep(::operator new(kBytes))); });
  probe("new[]", [] { ::operator delete[](keep(::operator new[](kBytes))); });
  probe("new_nothrow", [] { ::operator delete(keep(::operator new(kBytes, std::nothrow)), std::nothrow); });
  probe("new[]_nothrow", [] { ::operator delete[](keep(::operator new[](kBytes, std::nothrow)), std::nothrow); });
  probe("new_aligned", [] { ::operator delete(aligned(), kWide); });
  probe("new[]_aligned", [] { ::operator delete[](aligned_array(), kWide); });
  probe("new_aligned_nothrow",
        [] { ::operator delete(keep(::operator new(kBytes, kWide, std::nothrow)), kWide, std::nothrow); });
  probe("new[]_aligned_nothrow",
        [] { ::operator delete[](keep(::operator new[](kBytes, kWide, std::nothrow)), kWide, std::nothrow); });
  probe("delete_sized", [] { ::operator delete(keep(::operator new(kBytes)), kBytes); });
  probe("delete[]_sized", [] { ::operator delete[](keep(::operator new[](kBytes)), kBytes); });
  probe("delete_sized_aligned", [] { ::operator delete(aligned(), kBytes, kWide); });
  probe("delete[]_sized_aligned", [] { ::operator delete[](aligned_array(), kBytes, kWide); });
  probe("delete_of_null", [] { ::operator delete(keep(nullptr)); });
}

/// What the operator may have left behind in the counter would show in the probe after it.
void probe_throwing_new() {
  probe("new_that_throws", [] {
    try {
      ::operator delete(keep(::operator new(PTRDIFF_MAX)));
    } catch (const std::bad_alloc&) {
    }
  });
  probe("malloc_afterwards", [] { free(keep(malloc(kBytes))); });
}

}  // namespace

int main(int argc, char**) {
  if (argc > 1) {
    probe_throwing_new();
  } else {
    probe_malloc();
    probe_new();
  }
}
