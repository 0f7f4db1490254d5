#pragma once

#include <ctime>

#include <cstdint>
#include <string_view>
#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

namespace ovg::measure {

/// A free-running counter, the cheapest that this machine can trust: the invariant time stamp counter on
/// x86-64, the virtual counter on arm64, CLOCK_MONOTONIC_RAW in ns elsewhere. Its rate is `Clock`'s business.
///
/// Reads are not serialising: a read may overtake neighbouring instructions by some tens of cycles. On a
/// gap-free timeline such a shift moves time between two neighbouring ops and never loses or adds any.
class Counter {
 public:
  Counter() : hardware_(has_hardware_counter()) {}

  std::uint64_t read() const {
    if (hardware_) [[likely]] {
      return read_hardware();
    }
    return read_clock_ns(CLOCK_MONOTONIC_RAW);
  }

  std::string_view source() const { return hardware_ ? hardware_name() : "clock_gettime"; }

  /// One of the system's clocks in ns.
  static std::uint64_t read_clock_ns(clockid_t id) {
    timespec now{};
    clock_gettime(id, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000ULL + static_cast<std::uint64_t>(now.tv_nsec);
  }

 private:
#if defined(__x86_64__)
  static std::uint64_t read_hardware() {
    return __rdtsc();
  }
  static constexpr std::string_view hardware_name() {
    return "rdtsc";
  }
  /// CPUID 8000_0007h EDX bit 8: the counter runs at a constant rate in all power states.
  static bool has_hardware_counter() {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid(0x80000007U, &eax, &ebx, &ecx, &edx) != 0 && (edx & (1U << 8)) != 0;
  }
#elif defined(__aarch64__)
  static std::uint64_t read_hardware() {
    std::uint64_t value = 0;
    asm volatile("mrs %0, cntvct_el0" : "=r"(value));
    return value;
  }
  static constexpr std::string_view hardware_name() {
    return "cntvct_el0";
  }
  static bool has_hardware_counter() {
    return true;
  }
#else
  static std::uint64_t read_hardware() {
    return read_clock_ns(CLOCK_MONOTONIC_RAW);
  }
  static constexpr std::string_view hardware_name() {
    return "clock_gettime";
  }
  static bool has_hardware_counter() {
    return false;
  }
#endif

  bool hardware_;
};

}  // namespace ovg::measure
