// What a shim replaces: malloc, operator new and operator new[]. Not only malloc, because the operator new of
// some allocators does not come through it. Include in one file of a library that is preloaded; it defines
// `act`, which is called once for each block that the program asks for, before the program gets it. What lies
// below is called by `struct below`; it may be an allocation counter, and then sees those calls too.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

/// The next malloc or operator new, and what frees its blocks.
struct below {
  void* (*allocate)(size_t);
  void (*release)(void*);
};

static void act(const struct below* below, size_t size);

/// Of the calling thread: operator new calls malloc, and that is one block.
static __thread int depth __attribute__((tls_model("initial-exec")));

static void* replaced(struct below* below, const char* allocate, const char* release, size_t size) {
  if (below->allocate == NULL) {
    *(void**)&below->release = dlsym(RTLD_NEXT, release);
    *(void**)&below->allocate = dlsym(RTLD_NEXT, allocate);
  }
  if (++depth == 1) act(below, size);
  void* const block = below->allocate(size);
  --depth;
  return block;
}

void* malloc(size_t size) {
  static struct below below;
  return replaced(&below, "malloc", "free", size);
}

// operator new(size_t) and operator new[](size_t) of 64-bit systems, with what deletes.
void* _Znwm(size_t size) {
  static struct below below;
  return replaced(&below, "_Znwm", "_ZdlPv", size);
}

void* _Znam(size_t size) {
  static struct below below;
  return replaced(&below, "_Znam", "_ZdaPv", size);
}

/// A whole number from `lowest` in a variable of the environment. Aborts where there is none: a test must not
/// pass because a shim did nothing.
static long number_from(const char* variable, long lowest) {
  const char* text = getenv(variable);
  if (text == NULL) abort();
  char* end;
  const long number = strtol(text, &end, 10);
  if (*text == '\0' || *end != '\0' || number < lowest) abort();
  return number;
}
