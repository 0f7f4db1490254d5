#include "harness/session/crew.h"

#include <utility>

namespace ovg::session {

Crew::Crew(unsigned threads, Variant& variant)
    : variant_(variant), gate_(static_cast<std::ptrdiff_t>(threads)), failures_(threads) {
  for (unsigned thread = 1; thread < threads; ++thread) threads_.emplace_back([this, thread] { live(thread); });
  gate_.arrive_and_wait();  // all are attached before anything is read or timed
}

Crew::~Crew() {
  work_ = nullptr;
  gate_.arrive_and_wait();
  for (std::thread& thread : threads_) thread.join();
}

void Crew::run(const std::function<void(unsigned)>& work) {
  work_ = &work;
  gate_.arrive_and_wait();
  work_as(0);
  gate_.arrive_and_wait();
  for (std::exception_ptr& failure : failures_) {
    if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
  }
}

void Crew::live(unsigned thread) {
  guard(thread, [&] { variant_.attach_thread(); });
  const bool attached = failures_[thread] == nullptr;
  gate_.arrive_and_wait();
  while (true) {
    gate_.arrive_and_wait();
    if (work_ == nullptr) break;
    if (attached) work_as(thread);
    gate_.arrive_and_wait();
  }
  if (attached) variant_.detach_thread();
}

void Crew::work_as(unsigned thread) {
  guard(thread, [&] { (*work_)(thread); });
}

template <class Step>
void Crew::guard(unsigned thread, Step step) {
  // A thread that fails must still reach the gate, or the others would wait for ever.
  try {
    step();
  } catch (...) {
    failures_[thread] = std::current_exception();
  }
}

}  // namespace ovg::session
