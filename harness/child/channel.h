#pragma once

#include <string_view>

namespace ovg::child {

/// The private descriptor on which a child reports. Standard output and standard error belong to the code
/// under test.
class Channel {
 public:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}

  /// Whether the descriptor is open.
  bool usable() const;

  /// Writes a line, which brings its own line feed. Throws std::system_error when the reader is gone.
  void send(std::string_view line) const;

 private:
  int descriptor_;
};

}  // namespace ovg::child
