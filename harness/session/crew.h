#pragma once

#include <barrier>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

#include "harness/session/variant.h"

namespace ovg::session {

/// The mutator threads of a trial. They live from construction to destruction, so that thread caches and
/// registrations survive from one phase to the next. Thread 0 is the caller's.
class Crew {
 public:
  /// Returns when all threads are attached. One that could not be makes `run` throw.
  Crew(unsigned threads, Variant& variant);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  /// Runs `work(thread)` on every thread at once and waits for all. Rethrows the first exception, by thread
  /// number.
  void run(const std::function<void(unsigned)>& work);

 private:
  void live(unsigned thread);
  void work_as(unsigned thread);
  /// Keeps what `step` throws for `run` to rethrow.
  template <class Step>
  void guard(unsigned thread, Step step);

  Variant& variant_;
  std::barrier<> gate_;
  const std::function<void(unsigned)>* work_ = nullptr;  // null: go home
  std::vector<std::exception_ptr> failures_;
  std::vector<std::thread> threads_;
};

}  // namespace ovg::session
