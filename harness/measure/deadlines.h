#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ovg::measure {

/// Which frames of a stretch of time were broken. The stretch is cut into frames of one length, and what is
/// late by at least a frame breaks every frame that it touches. Late stretches have to come in the order of
/// their starts; those of a queue overlap, and count a frame once.
class BrokenFrames {
 public:
  explicit BrokenFrames(std::uint64_t frame_ns) : frame_ns_(frame_ns) {}

  /// From `start_ns` to `end_ns`, both since the stretch began. Shorter than a frame: no effect.
  void mark(std::uint64_t start_ns, std::uint64_t end_ns) {
    if (end_ns - start_ns < frame_ns_) return;
    const std::uint64_t first = start_ns / frame_ns_ < next_ ? next_ : start_ns / frame_ns_;
    const std::uint64_t behind_last = (end_ns - 1) / frame_ns_ + 1;
    if (behind_last <= first) return;
    broken_ += behind_last - first;
    next_ = behind_last;
  }

  std::uint64_t frame_ns() const { return frame_ns_; }
  std::uint64_t broken() const { return broken_; }
  /// Frames in a stretch of this length, the last one perhaps begun only.
  std::uint64_t frames_in(std::uint64_t length_ns) const { return (length_ns + frame_ns_ - 1) / frame_ns_; }

 private:
  std::uint64_t frame_ns_;
  std::uint64_t broken_ = 0;
  std::uint64_t next_ = 0;  // frames before this one are accounted for
};

/// The frames that the suite counts: 1 ms, a tight server; 16.6 ms, a picture at 60 Hz.
struct Deadlines {
  std::array<BrokenFrames, 2> frames{BrokenFrames(1'000'000), BrokenFrames(16'600'000)};

  void mark(std::uint64_t start_ns, std::uint64_t end_ns) {
    for (BrokenFrames& frame : frames) frame.mark(start_ns, end_ns);
  }
  std::uint64_t shortest_ns() const { return frames.front().frame_ns(); }
};

}  // namespace ovg::measure
