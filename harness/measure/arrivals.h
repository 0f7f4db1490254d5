#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "harness/base/splitmix64.h"

namespace ovg::measure {

/// How ops that are due at a mean rate follow each other.
enum class Arrivals : std::uint8_t {
  kPoisson,  // independently: gaps are exponential
  kFixed,    // evenly
  kBursts,   // as Poisson, at 3 times the rate for a tenth of the time and at 7/9 of it for the rest
};

inline constexpr std::array<std::string_view, 3> kArrivalsNames = {"poisson", "fixed", "bursts"};

constexpr std::string_view name_of(Arrivals arrivals) {
  return kArrivalsNames[static_cast<std::size_t>(arrivals)];
}

constexpr std::optional<Arrivals> arrivals_named(std::string_view name) {
  const auto* const found = std::ranges::find(kArrivalsNames, name);
  if (found == kArrivalsNames.end()) return std::nullopt;
  return static_cast<Arrivals>(found - kArrivalsNames.begin());
}

/// A Weyl sequence, each number multiplied by itself and folded: half the time of splitmix64. Source: Wang Yi, wyrand.
class QuickRandom {
 public:
  explicit QuickRandom(std::uint64_t seed) : state_(base::splitmix64(seed)) {}

  std::uint64_t next() {
    state_ += 0xa0761d6478bd642fULL;
    const Wide product = static_cast<Wide>(state_) * (state_ ^ 0xe7037ed1a0b428dbULL);
    return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
  }

 private:
  __extension__ using Wide = unsigned __int128;
  std::uint64_t state_;
};

/// Exponentially distributed whole numbers of a mean, which is kMostMean at most and better near it. The area under
/// the curve is cut into 256 strips of one size; a point of a strip is taken at once where all of the strip lies
/// under the curve, which 989 in 1000 do. Exact but for the 32 bits of a point. Source: Marsaglia and Tsang, "The
/// ziggurat method for generating random variables", 2000.
class Exponential {
 public:
  static constexpr double kMostMean = 0x1p28;

  explicit Exponential(double mean) : minus_rate_(-1 / mean) {
    constexpr double kTail = 7.69711747013104972;       // where the lowest strip ends and the tail begins
    constexpr double kArea = 0.0039496598225815571993;  // of a strip
    double width = kArea * std::exp(kTail);             // of the lowest one, as if the tail were part of its box
    double next = kTail;
    for (std::size_t i = 0; i < kStrips; ++i) {
      heights_[i] = std::exp(-width);
      strips_[i] = {static_cast<std::uint32_t>(width * mean), static_cast<std::uint32_t>(next / width * 0x1p32)};
      width = next;
      next = i + 2 < kStrips ? -std::log(kArea / width + std::exp(-width)) : 0;
    }
    heights_[kStrips] = 1;
  }

  std::uint64_t next(QuickRandom& random) const {
    const std::uint64_t word = random.next();
    const Strip strip = strips_[word % kStrips];
    const std::uint64_t point = word >> 32;
    if (point < strip.inside) [[likely]] {
      return (point * strip.width) >> 32;
    }
    const Drawn drawn = at_the_edge(word, random);
    random = drawn.random;
    return drawn.value;
  }

 private:
  static constexpr std::size_t kStrips = 256;
  struct Strip {
    std::uint32_t width;
    std::uint32_t inside;  // of 2^32 points
  };
  /// By value, so that the caller may keep its generator in a register.
  struct Drawn {
    std::uint64_t value;
    QuickRandom random;
  };

  [[gnu::noinline]] Drawn at_the_edge(std::uint64_t word, QuickRandom random) const {
    const std::size_t i = word % kStrips;
    if (i == 0) {  // what lies beyond is distributed as the whole is
      const std::uint64_t beyond = next(random);
      return {strips_[1].width + beyond, random};
    }
    const std::uint64_t value = ((word >> 32) * strips_[i].width) >> 32;
    const double at = static_cast<double>(random.next() >> 11) * 0x1p-53;
    if (heights_[i] + at * (heights_[i + 1] - heights_[i]) < std::exp(static_cast<double>(value) * minus_rate_)) {
      return {value, random};
    }
    const std::uint64_t again = next(random);
    return {again, random};
  }

  double minus_rate_;
  std::array<Strip, kStrips> strips_{};        // from the lowest, which is the widest, up
  std::array<double, kStrips + 1> heights_{};  // of the curve where they end
};

/// When the ops of one thread are due: one in `period_ns` on average. Fixed arrivals begin after `offset_ns`; the
/// others are drawn from `seed`.
struct Pace {
  double period_ns = 0;
  double offset_ns = 0;
  Arrivals arrivals = Arrivals::kFixed;
  std::uint64_t seed = 0;
};

/// The due times of a pace, one after the other: a sum of whole numbers, in units so fine that 2^26 of them or more
/// are the mean gap. So nothing adds up but 1e-8 of the time at most, by which the mean gap itself may be off.
class Schedule {
 public:
  static constexpr double kBurstNs = 1e6;
  static constexpr double kCycleNs = 10 * kBurstNs;

  Schedule(const Pace& pace, double ticks_per_ns) : Schedule(pace, ticks_per_ns, pace.period_ns * ticks_per_ns) {}

  /// The next one, in ticks from the start.
  std::uint64_t next() {
    if (arrivals_ == Arrivals::kFixed) {
      at_ += mean_;
    } else {
      at_ += gap_.next(random_);
      while (at_ >= until_) [[unlikely]] change_speed();
    }
    return (at_ >> finer_) << coarser_;
  }

 private:
  static constexpr double kFaster = 3;        // in a burst
  static constexpr double kCalmer = 9.0 / 7;  // gaps outside of one: 3 * 0.1 + 7/9 * 0.9 = 1

  Schedule(const Pace& pace, double ticks_per_ns, double mean_ticks)
      : arrivals_(pace.arrivals),
        scale_(static_cast<int>(std::floor(std::log2(Exponential::kMostMean / (std::max(mean_ticks, 1.0) * kCalmer))))),
        finer_(static_cast<unsigned>(std::max(scale_, 0))),
        coarser_(static_cast<unsigned>(std::max(-scale_, 0))),
        mean_(static_cast<std::uint64_t>(std::ldexp(mean_ticks, scale_) + 0.5)),
        random_(pace.seed),
        gap_(std::ldexp(mean_ticks, scale_) * (arrivals_ == Arrivals::kBursts ? kCalmer : 1)),
        other_gap_(std::ldexp(mean_ticks, scale_) / kFaster),
        length_(static_cast<std::uint64_t>(std::ldexp((kCycleNs - kBurstNs) * ticks_per_ns, scale_))),
        other_length_(static_cast<std::uint64_t>(std::ldexp(kBurstNs * ticks_per_ns, scale_))) {
    if (arrivals_ == Arrivals::kFixed) {
      at_ = static_cast<std::uint64_t>(std::ldexp(pace.offset_ns * ticks_per_ns, scale_)) - mean_;
    }
    // Half of a calm stretch comes first: a trial that ends within a cycle is then off the mean rate by least.
    until_ = arrivals_ == Arrivals::kBursts ? length_ / 2 : UINT64_MAX;
  }

  /// What is left of a gap when the speed changes is as long as a fresh one: the past does not matter to it.
  [[gnu::noinline]] void change_speed() {
    at_ = until_;
    std::swap(gap_, other_gap_);
    std::swap(length_, other_length_);
    until_ += length_;
    at_ += gap_.next(random_);
  }

  std::uint64_t at_ = 0;
  std::uint64_t until_;  // when the speed changes
  const Arrivals arrivals_;
  const int scale_;  // a tick is 2^scale units
  const unsigned finer_, coarser_;
  const std::uint64_t mean_;
  QuickRandom random_;
  Exponential gap_, other_gap_;
  std::uint64_t length_, other_length_;  // of stretches with one speed
};

}  // namespace ovg::measure
