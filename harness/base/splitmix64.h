#pragma once

#include <cstdint>

namespace ovg::base {

/// The next number of a splitmix64 stream: small, fast, equal on every platform, and every seed is a good
/// one. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
inline std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace ovg::base
