// Calls each entry point of libgc once, for 16 bytes where it allocates, with interior pointers on.

#include <gc/gc.h>

#include "tests/counter/probe.h"

using ovg::counter_probe::keep;
using ovg::counter_probe::probe;

int main() {
  constexpr std::size_t kBytes = 16;
  GC_set_all_interior_pointers(1);
  GC_INIT();
  probe("malloc", [] { keep(GC_malloc(kBytes)); });
  probe("atomic", [] { keep(GC_malloc_atomic(kBytes)); });
  probe("uncollectable", [] { GC_free(keep(GC_malloc_uncollectable(kBytes))); });
  probe("atomic_uncollectable", [] { GC_free(keep(GC_malloc_atomic_uncollectable(kBytes))); });
  probe("ignore_off_page", [] { keep(GC_malloc_ignore_off_page(kBytes)); });
  probe("atomic_ignore_off_page", [] { keep(GC_malloc_atomic_ignore_off_page(kBytes)); });
  probe("realloc_of_null", [] { keep(GC_realloc(nullptr, kBytes)); });
  probe("realloc", [] { keep(GC_realloc(keep(GC_malloc(kBytes)), 10 * kBytes)); });
  probe("free", [] { GC_free(keep(GC_malloc(kBytes))); });
  probe("free_of_null", [] { GC_free(keep(nullptr)); });
  probe("a_collection", [] { GC_gcollect(); });
}
