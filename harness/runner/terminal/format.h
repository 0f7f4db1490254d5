#pragma once

#include <cstdint>
#include <string>

namespace ovg::runner::terminal {

/// Three significant digits and a unit, at most 7 characters: "812 ns", "12.3 us", "4.56 s".
std::string short_time(double ns);
/// "512 B", "14.2 MiB"
std::string short_bytes(double bytes);
/// For waiting people: "45 s", "2 min 10 s", "3 h 05 min".
std::string long_time(double seconds);

/// Of a ratio: two decimals, fewer from 10 on, two significant digits under 0.1: "0.84", "246", "0.012".
std::string short_ratio(double ratio);

/// What is printed is at most so many columns wide; a word that is longer, such as a path, is never broken.
inline constexpr std::size_t kColumns = 100;

/// The prefix and a text of clauses that are set apart by ", ", in lines of at most kColumns, indented by
/// four from the second line on. Lines end between clauses, and within one only where it needs a line for
/// itself and more. Ends in a line feed.
std::string wrapped(const std::string& prefix, const std::string& clauses);

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

}  // namespace ovg::runner::terminal
