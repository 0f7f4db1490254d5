#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace ovg::raii {

/// A thread that frees what it is handed. Its time is the process's: CPU figures have it.
class Reaper {
 public:
  Reaper() : thread_([this] { live(); }) {}
  Reaper(const Reaper&) = delete;
  Reaper& operator=(const Reaper&) = delete;
  /// Frees what is left first.
  ~Reaper();

  /// Takes over what `dead` owns. When too much waits, the caller frees it instead, so that memory cannot run away.
  template <class Owner>
  void take(Owner dead) {
    enqueue(std::make_unique<DeadOf<Owner>>(std::move(dead)));
  }

  /// Waits until nothing waits.
  void drain();

 private:
  struct Dead {
    virtual ~Dead() = default;
  };
  template <class Owner>
  struct DeadOf final : Dead {
    explicit DeadOf(Owner&& dead) : owner(std::move(dead)) {}
    Owner owner;
  };
  static constexpr std::size_t kMostWaiting = 64;

  void enqueue(std::unique_ptr<Dead> dead);
  void live();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Dead>> waiting_;
  bool busy_ = false;
  bool ending_ = false;
  std::thread thread_;  // last: it begins when all the others are there
};

/// In the config `background`; otherwise null.
inline Reaper* reaper = nullptr;

}  // namespace ovg::raii
