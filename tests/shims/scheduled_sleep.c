// Stops the process in chosen calls of malloc, and appends one line per stop to the file OVG_SHIM_LOG: the process,
// CLOCK_MONOTONIC at its start, its true length and the CPU time that went by in it, all in ns. The calls of all threads are counted together,
// from 1. OVG_SLEEP_AT says which ones stop, and for how many ns:
//
//   200000:2000000,400000:5000000   the 200 000th call 2 ms, the 400 000th 5 ms; calls in ascending order
//   every:100000:5000000            every 100 000th call 5 ms
//   clock:100000000:5000000         5 ms in the first call after each 100 ms since the last stop, or the start
//   spin:...                        either of these, burning that much CPU time instead of sleeping
//
// A schedule that cannot be read, or none, aborts the process: a test must not pass because nothing stopped.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { kMostStops = 64 };

struct stop {
  long call;
  long ns;
};

static struct stop stops[kMostStops];
static int stop_count;
static long every;  // 0: the calls of the stops; otherwise stops[0] at each multiple
static long period_ns;
static atomic_long due_ns;
static bool spins;

static void* (*real_malloc)(size_t);
static atomic_long calls;

static long now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static bool skip_word(const char** text, const char* word) {
  const size_t length = strlen(word);
  if (strncmp(*text, word, length) != 0) return false;
  *text += length;
  return true;
}

/// Reads "CALL:NS" and moves behind it.
static bool read_stop(const char** text, struct stop* stop) {
  char* end;
  stop->call = strtol(*text, &end, 10);
  if (stop->call <= 0 || *end != ':') return false;
  stop->ns = strtol(end + 1, &end, 10);
  *text = end;
  return stop->ns > 0;
}

static bool read_schedule(const char* text) {
  spins = skip_word(&text, "spin:");
  if (skip_word(&text, "every:")) {
    if (!read_stop(&text, &stops[0])) return false;
    every = stops[0].call;
    return *text == '\0';
  }
  if (skip_word(&text, "clock:")) {
    if (!read_stop(&text, &stops[0])) return false;
    period_ns = stops[0].call;
    atomic_init(&due_ns, now_ns(CLOCK_MONOTONIC) + period_ns);
    return *text == '\0';
  }
  do {
    if (stop_count == kMostStops || !read_stop(&text, &stops[stop_count])) return false;
    if (stop_count > 0 && stops[stop_count].call <= stops[stop_count - 1].call) return false;
    ++stop_count;
  } while (skip_word(&text, ","));
  return *text == '\0';
}

__attribute__((constructor)) static void begin(void) {
  const char* schedule = getenv("OVG_SLEEP_AT");
  if (schedule != NULL && read_schedule(schedule)) return;
  fputs("scheduled_sleep: OVG_SLEEP_AT is missing or cannot be read\n", stderr);
  abort();
}

static void stop_for(long ns) {
  const long start = now_ns(CLOCK_MONOTONIC);
  const long cpu = now_ns(CLOCK_THREAD_CPUTIME_ID);
  if (spins) {
    while (now_ns(CLOCK_THREAD_CPUTIME_ID) - cpu < ns) {
    }
  } else {
    struct timespec left = {ns / 1000000000L, ns % 1000000000L};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
  }
  const long spent = now_ns(CLOCK_THREAD_CPUTIME_ID) - cpu;
  const long length = now_ns(CLOCK_MONOTONIC) - start;
  const char* path = getenv("OVG_SHIM_LOG");
  if (path == NULL) return;
  const int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return;
  dprintf(log, "%d %ld %ld %ld\n", (int)getpid(), start, length, spent);
  close(log);
}

/// Whether this call is the first since a stop became due: with threads, one of them stops. The next one is due when
/// that has ended and the period has passed.
static bool takes_turn(void) {
  long due = atomic_load_explicit(&due_ns, memory_order_relaxed);
  return now_ns(CLOCK_MONOTONIC) >= due && atomic_compare_exchange_strong(&due_ns, &due, LONG_MAX);
}

/// How long the call of that number stops; 0 for most.
static long stop_ns(long call) {
  if (period_ns > 0) return takes_turn() ? stops[0].ns : 0;
  if (every > 0) return call % every == 0 ? stops[0].ns : 0;
  for (int i = 0; i < stop_count; ++i) {
    if (stops[i].call == call) return stops[i].ns;
  }
  return 0;
}

void* malloc(size_t size) {
  if (real_malloc == NULL) *(void**)&real_malloc = dlsym(RTLD_NEXT, "malloc");
  const long ns = stop_ns(atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed) + 1);
  if (ns > 0) {
    stop_for(ns);
    if (period_ns > 0) atomic_store(&due_ns, now_ns(CLOCK_MONOTONIC) + period_ns);
  }
  return real_malloc(size);
}
