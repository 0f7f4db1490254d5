#pragma once

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

/// libovg_count.so, preloaded before the allocator, counts what a process allocates. It replaces every entry
/// point of malloc and of operator new and passes each call on, so that it works above any allocator, also
/// one whose operator new does not come through malloc. It costs some ns per call: never preload it into a
/// process that is timed.
extern "C" {

/// Since the process began, all threads. `bytes_served` is what the allocator says that the block can hold,
/// without its headers. harness/measure/allocation_counter.h reads this by name: change both together.
struct ovg_counts {
  std::uint64_t objects;  // calls that gave a block; a block that is resized is freed and allocated anew
  std::uint64_t bytes_requested;
  std::uint64_t bytes_served;
  std::uint64_t frees;  // of blocks; freeing a null pointer is none
};

void ovg_count_read(struct ovg_counts* counts);
}

namespace ovg::counter {

/// Of the calling thread: how many replaced functions it is inside.
inline constinit thread_local unsigned depth = 0;

/// Stands in every replaced function. Allocators call each other (new[] calls new calls malloc), and what the
/// program asked for is one block: only the outermost call counts.
class Outermost {
 public:
  Outermost() { ++depth; }
  ~Outermost() { --depth; }
  Outermost(const Outermost&) = delete;
  Outermost& operator=(const Outermost&) = delete;
  explicit operator bool() const { return depth == 1; }
};

/// The function of that name that a replacement hides. Looked up at its first call, which may come before
/// any constructor has run. dlsym allocates nothing when it succeeds (glibc 2.34 and later).
template <class Function>
class Hidden {
 public:
  constexpr explicit Hidden(const char* name) : name_(name) {}

  template <class... Arguments>
  auto operator()(Arguments... arguments) {
    Function* found = found_.load(std::memory_order_relaxed);
    if (found == nullptr) {
      found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name_));
      found_.store(found, std::memory_order_relaxed);
    }
    return found(arguments...);
  }

 private:
  const char* name_;
  std::atomic<Function*> found_{nullptr};
};

void count_allocation(std::size_t requested_bytes, std::size_t served_bytes);
void count_free();

/// `call` allocates `size` bytes, `served` tells how many bytes a block can hold.
template <class Call, class Served>
void* allocate(std::size_t size, Call call, Served served) {
  const Outermost outermost;
  void* const block = call();
  if (outermost && block != nullptr) count_allocation(size, served(block));
  return block;
}

/// `call` resizes `old` to `size` bytes; `old` may be null, and is gone unless the call failed.
template <class Call, class Served>
void* reallocate(void* old, std::size_t size, Call call, Served served) {
  const Outermost outermost;
  void* const block = call();
  if (!outermost) return block;
  if (old != nullptr && (block != nullptr || size == 0)) count_free();
  if (block != nullptr) count_allocation(size, served(block));
  return block;
}

/// `call` frees `block`, which may be null.
template <class Call>
void release(void* block, Call call) {
  const Outermost outermost;
  call();
  if (outermost && block != nullptr) count_free();
}

/// A function's name as the linker knows it.
template <std::size_t N>
struct Symbol {
  char text[N];
  consteval Symbol(const char (&name)[N]) { std::copy_n(name, N, text); }
};

template <Symbol name, class Function>
inline constinit Hidden<Function> hidden(name.text);

/// Calls the hidden function of that name, which allocates `size` bytes of the C library's heap or of what
/// replaces it.
template <Symbol name, class... Arguments>
void* allocate(std::size_t size, Arguments... arguments) {
  return allocate(
      size, [&] { return hidden<name, void*(Arguments...)>(arguments...); }, malloc_usable_size);
}

/// Calls the hidden function of that name, which frees `block`.
template <Symbol name, class... More>
void release(void* block, More... more) {
  release(block, [&] { hidden<name, void(void*, More...)>(block, more...); });
}

}  // namespace ovg::counter
