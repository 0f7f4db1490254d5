#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "harness/session/census.h"

/// The texts of requests and sessions, as a parser finds them: pieces of a buffer that it does not own.
namespace ovg::workloads::request_server {

inline constexpr std::size_t kLongestText = 4096;

/// Printable, so that no word of a text looks like an address to a collector that scans it.
extern const std::array<char, 2 * kLongestText> kReceived;

/// Sizes at equal steps of probability, straight lines between them: a third shorter than 16 bytes, half below 28,
/// one in a hundred above 1 KiB.
inline constexpr std::array<std::uint16_t, 33> kTextSizes{1,  3,  4,  5,  6,  7,  8,   10,  12,  13,  15,
                                                          17, 19, 21, 23, 25, 27, 30,  33,  36,  39,  43,
                                                          47, 52, 58, 66, 76, 90, 112, 150, 220, 420, kLongestText};

/// The key of a field decides on its text: how long it is, and which bytes.
constexpr std::size_t text_size(std::uint64_t key) {
  const std::uint64_t step = key >> 59;
  std::uint64_t part = (key >> 43) & 0xffff;
  if (step == 31) part = part * part / 0x10000 * part / 0x10000;  // the tail thins out
  return kTextSizes[step] + (((kTextSizes[step + 1] - kTextSizes[step]) * part) >> 16);
}

inline std::string_view received_text(std::uint64_t key) {
  return {kReceived.data() + key % kLongestText, text_size(key)};
}

/// What is seen of a text: all of it. The last word overlaps the one before it.
inline std::uint64_t read_text(std::string_view text) {
  const auto word_at = [&](std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  };
  std::uint64_t seen = text.size();
  if (text.size() < sizeof seen) {
    for (const char character : text) seen = 31 * seen + static_cast<unsigned char>(character);
    return seen;
  }
  const std::size_t last = text.size() - sizeof seen;
  for (std::size_t at = 0; at < last; at += sizeof seen) seen = 31 * seen + word_at(at);
  return 31 * seen + word_at(last);
}

/// A text that its holder keeps, in a string of the variant's kind: short ones lie inside it.
template <class String>
class Text {
 public:
  template <class... Allocator>
  explicit Text(std::uint64_t key, const Allocator&... allocator) : bytes_(received_text(key), allocator...) {
    session::count_created();
  }
  std::uint64_t read() const { return read_text(bytes_); }

 private:
  String bytes_;
};

}  // namespace ovg::workloads::request_server
