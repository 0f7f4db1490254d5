// Allocates more: every OVG_MORE_EVERY-th block that a thread asks for (1: each, 0: none) is allocated twice. The second
// one is freed at once; where OVG_MORE_KEPT is set, to anything, it is filled and never freed. Aborts where
// OVG_MORE_EVERY is missing.

#include "entry_points.h"

#include <stdbool.h>
#include <string.h>

static long every;
static bool kept;

__attribute__((constructor)) static void begin(void) {
  every = number_from("OVG_MORE_EVERY", 0);
  kept = getenv("OVG_MORE_KEPT") != NULL;
}

static void act(const struct below* below, size_t size) {
  static __thread long blocks __attribute__((tls_model("initial-exec")));
  if (every == 0 || ++blocks % every != 0) return;
  void* const block = below->allocate(size);
  if (kept && block != NULL) {
    memset(block, 1, size);
  } else {
    below->release(block);
  }
}
