#include "raii_variants/unique/reaper.h"

namespace ovg::raii {

Reaper::~Reaper() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Reaper::enqueue(std::unique_ptr<Dead> dead) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kMostWaiting) waiting_.push_back(std::move(dead));
  }
  changed_.notify_all();
  // If there was no room, `dead` is freed here, without the lock.
}

void Reaper::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

void Reaper::live() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::unique_ptr<Dead> dead = std::move(waiting_.front());
    waiting_.pop_front();
    busy_ = true;
    lock.unlock();
    dead.reset();
    lock.lock();
    busy_ = false;
    if (waiting_.empty()) changed_.notify_all();  // for who drains
  }
}

}  // namespace ovg::raii
