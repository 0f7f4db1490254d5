#include "harness/runner/ink.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace ovg::runner {

namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

bool obeys_escapes(int descriptor) {
  const std::string_view term = variable("TERM");
  return isatty(descriptor) == 1 && !term.empty() && term != "dumb";
}

Ink Ink::for_descriptor(int descriptor) {
  return Ink(obeys_escapes(descriptor) && variable("NO_COLOR").empty());
}

std::string Ink::heading(const std::string& text) const {
  return between("\033[1m", text);
}

std::string Ink::trouble(const std::string& text) const {
  return between("\033[1;31m", text);
}

std::string Ink::between(const char* begin, const std::string& text) const {
  if (!on_) return text;
  const std::size_t end = text.find_last_not_of('\n') + 1;
  return begin + text.substr(0, end) + "\033[0m" + text.substr(end);
}

}  // namespace ovg::runner
