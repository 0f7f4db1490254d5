// Sleeps 5 ms in every 100 000th malloc of the process, and appends one line per sleep to the file OVG_SHIM_LOG:
// CLOCK_MONOTONIC at its start and its true length, both in ns.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const long kEvery = 100000;
static const long kSleepNs = 5000000;

static void* (*real_malloc)(size_t);
static atomic_long calls;

static long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void sleep_and_log(void) {
  const long start = now_ns();
  struct timespec left = {0, kSleepNs};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
  const long length = now_ns() - start;
  const char* path = getenv("OVG_SHIM_LOG");
  if (path == NULL) return;
  const int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return;
  dprintf(log, "%ld %ld\n", start, length);
  close(log);
}

void* malloc(size_t size) {
  if (real_malloc == NULL) *(void**)&real_malloc = dlsym(RTLD_NEXT, "malloc");
  if (atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed) % kEvery == kEvery - 1) sleep_and_log();
  return real_malloc(size);
}
