// Makes allocation slower: every OVG_SLOW_EVERY-th block that a thread asks for (1: each, 0: none) costs OVG_SLOW_NS
// more, spun away. Aborts where one of the two is missing. To be here at all costs some ns a block: preload it on both
// sides, and slow nothing on one, to plant exactly what is asked for. A reading of the clock takes some 20 ns: for less
// than about 100 ns a block, slow a share of them down by more.

#include "entry_points.h"

#include <time.h>

static long spin_ns;
static long every;

__attribute__((constructor)) static void begin(void) {
  spin_ns = number_from("OVG_SLOW_NS", 1);
  every = number_from("OVG_SLOW_EVERY", 0);
}

static long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void act(const struct below* below, size_t size) {
  (void)below;
  (void)size;
  static __thread long blocks __attribute__((tls_model("initial-exec")));
  if (every == 0 || ++blocks % every != 0) return;
  const long until = now_ns() + spin_ns;
  while (now_ns() < until) {
  }
}
