// Makes allocation slower: every OVG_SLOW_EVERY-th block that a thread asks for (1: each, 0: none) costs OVG_SLOW_NS
// more, spun away. Where OVG_SHIM_LOG names a file, a process appends what that was when it ends: the blocks that were
// slowed, and the CPU time that it took, in ns. Aborts where one of the first two is missing. To be here at all costs some ns a block: preload it on both
// sides, and slow nothing on one, to plant exactly what is asked for. A reading of the clock takes some 20 ns: for less
// than about 100 ns a block, slow a share of them down by more.

#include "entry_points.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static long spin_ns;
static long every;
static const char* log_path;
static atomic_long slowed;
static atomic_long spent_ns;

__attribute__((constructor)) static void begin(void) {
  spin_ns = number_from("OVG_SLOW_NS", 1);
  every = number_from("OVG_SLOW_EVERY", 0);
  log_path = getenv("OVG_SHIM_LOG");
}

__attribute__((destructor)) static void report(void) {
  if (log_path == NULL) return;
  const int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return;
  dprintf(log, "%ld %ld\n", atomic_load(&slowed), atomic_load(&spent_ns));
  close(log);
}

static long now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void act(const struct below* below, size_t size) {
  (void)below;
  (void)size;
  static __thread long blocks __attribute__((tls_model("initial-exec")));
  if (every == 0 || ++blocks % every != 0) return;
  const long cpu_ns = log_path == NULL ? 0 : now_ns(CLOCK_THREAD_CPUTIME_ID);
  const long until = now_ns(CLOCK_MONOTONIC) + spin_ns;
  while (now_ns(CLOCK_MONOTONIC) < until) {
  }
  if (log_path == NULL) return;
  atomic_fetch_add(&slowed, 1);
  atomic_fetch_add(&spent_ns, now_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_ns);
}
