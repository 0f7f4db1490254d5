// libgc on a kernel with soft-dirty bits: it says that it protects no pages.

int GC_incremental_protection_needs(void) {
  return 0;
}
