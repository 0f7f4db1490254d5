// Leaves the process few of the memory mappings that the kernel allows it: 1000 at most. Aborts where it cannot.

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

__attribute__((constructor)) static void begin(void) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t pages = (size_t)1 << 22;
  char* const block = mmap(NULL, pages * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (block == MAP_FAILED) abort();
  // Two mappings for every other page that may be read, until there are no more.
  size_t at = 0;
  while (at < pages && mprotect(block + at * page, page, PROT_READ) == 0) at += 2;
  if (at >= pages || at < 1000 || errno != ENOMEM) abort();
  if (munmap(block + (at - 1000) * page, (pages - at + 1000) * page) != 0) abort();
}
