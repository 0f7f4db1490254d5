#pragma once

#include <string>

namespace ovg::runner {

/// Whether a descriptor is a terminal that obeys escape sequences: TERM is set, and not "dumb".
bool obeys_escapes(int descriptor);

/// Sparing emphasis for a terminal, which ends before the line feeds at the end. Off, it leaves every text as
/// it is.
class Ink {
 public:
  static Ink off() { return Ink(false); }
  /// On where the descriptor obeys escapes, unless NO_COLOR is set and not empty (https://no-color.org).
  static Ink for_descriptor(int descriptor);

  explicit Ink(bool on) : on_(on) {}

  std::string heading(const std::string& text) const;  // bold
  std::string trouble(const std::string& text) const;  // bold red

 private:
  std::string between(const char* begin, const std::string& text) const;

  bool on_;
};

}  // namespace ovg::runner
