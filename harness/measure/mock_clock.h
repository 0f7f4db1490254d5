#pragma once

#include <cstdint>

namespace ovg::measure {

/// For tests: a clock whose time passes only when it is read, by kReadNs, or when its owner moves it. So
/// nothing that is asserted of it depends on the machine, and every reading shows.
class MockClock {
 public:
  static constexpr std::uint64_t kReadNs = 1;

  class Counter {
   public:
    explicit Counter(std::uint64_t& now) : now_(&now) {}
    std::uint64_t read() const { return *now_ += kReadNs; }

   private:
    std::uint64_t* now_;
  };

  explicit MockClock(std::uint64_t& now) : counter_(now) {}
  const Counter& counter() const { return counter_; }
  std::uint64_t ticks_to_ns(std::uint64_t ticks) const { return ticks; }
  std::uint64_t ns_to_ticks(std::uint64_t ns) const { return ns; }
  double ticks_per_ns() const { return 1; }
  std::uint64_t since_epoch_ns(std::uint64_t ticks) const { return ticks; }

 private:
  Counter counter_;
};

}  // namespace ovg::measure
