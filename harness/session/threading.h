#pragma once

#include <sys/single_threaded.h>

#include <thread>

namespace ovg::session {

/// Makes the process one that has had two threads. libstdc++ leaves out the atomic operations of `shared_ptr`
/// in a process that never had, and a service always has.
inline void become_multithreaded() {
  std::thread([] {}).join();
}

/// Whether the process has ever had a second thread, as the C library knows it.
inline bool ever_threaded() {
  return __libc_single_threaded == 0;
}

}  // namespace ovg::session
