#include "harness/runner/command/option_checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "harness/record/cell.h"
#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/environment.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

template <class Number>
bool read_all(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stopped == end;
}

bool is_variable_name(const std::string& name) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, is_word);
}

/// The file says everything of its cells: what else selects would have to be ignored or to contradict it.
void check_only(const std::set<std::string>& given, const Options& options) {
  if (options.choice.sweep != Sweep::kNone) throw os::UsageError("--only names the cells: leave out sweep");
  for (const char* name : {"--workload", "--variant", "--allocator", "--threads", "--live", "--load", "--arrivals",
                           "--heap-limit", "--heap-multiple"}) {
    if (given.contains(name)) throw os::UsageError("--only names the cells: leave out {}", name);
  }
}

}  // namespace

std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t lowest,
                           std::uint64_t highest) {
  std::uint64_t value = 0;
  if (!read_all(text, value) || value < lowest || value > highest) {
    throw os::UsageError("{} wants a whole number from {} to {}, not '{}'", option, lowest, highest, text);
  }
  return value;
}

double number(const std::string& option, const std::string& text, const std::string& unit, double lowest,
              double highest) {
  double value = 0;
  if (!read_all(text, value) || !std::isfinite(value) || value < lowest || value > highest) {
    throw os::UsageError("{} wants {} from {} to {}, not '{}'", option, unit, lowest, highest, text);
  }
  return value;
}

std::string arrivals(const std::string& option, const std::string& text) {
  const std::vector<std::string>& valid = record::arrivals_names();
  if (std::ranges::find(valid, text) == valid.end()) {
    throw os::UsageError("{} wants {}, not '{}'", option, joined(valid), text);
  }
  return text;
}

double seconds(const std::string& option, const std::string& text) {
  constexpr double kLongest = 86'400;
  double value = 0;
  if (!read_all(text, value) || !std::isfinite(value) || value <= 0 || value > kLongest) {
    throw os::UsageError("{} wants seconds above 0 and up to {}, not '{}'", option, kLongest, text);
  }
  return value;
}

std::vector<std::pair<std::string, std::string>> assignments(const std::string& option,
                                                             const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || !is_variable_name(name)) {
      throw os::UsageError("{} wants NAME=VALUE, such as {} GC_MARKERS=1, not '{}'", option, option, text);
    }
    if (name == os::kPaddingVariable) throw os::UsageError("{} cannot set {}: the runner does", option, name);
    const auto same = std::ranges::find_if(found, [&](const auto& pair) { return pair.first == name; });
    if (same != found.end()) throw os::UsageError("{} sets {} twice: give it once", option, name);
    found.emplace_back(name, text.substr(equals + 1));
  }
  return found;
}

void check_combinations(const std::set<std::string>& given, const Options& options) {
  if (options.choice.sweep != Sweep::kNone && options.verb == Verb::kList) {
    throw os::UsageError("sweep goes with run and plan");
  }
  if (options.output.json && options.verb == Verb::kRun) {
    throw os::UsageError("--json goes with list and plan; run writes results.jsonl");
  }
  for (const char* name : {"--heap-limit", "--heap-multiple"}) {
    if (options.choice.sweep == Sweep::kHeap && given.contains(name)) {
      throw os::UsageError("sweep heap finds the limits itself: leave out {}", name);
    }
  }
  if (given.contains("--heap-limit") && given.contains("--heap-multiple")) {
    throw os::UsageError("--heap-multiple finds the limit of each cell: leave out --heap-limit");
  }
  if (!std::filesystem::is_directory(options.host.root)) {
    throw os::UsageError("--host-root {} is not a directory: leave it out for this machine's own",
                         options.host.root.string());
  }
  for (const char* name : {"--head", "--base-env", "--head-env", "--only"}) {
    if (given.contains(name) && options.verb == Verb::kList) {
      throw os::UsageError("{} goes with run and plan", name);
    }
  }
  if (given.contains("--only")) check_only(given, options);
  if (options.host.tune && options.verb != Verb::kRun) throw os::UsageError("--tune goes with run only");
  if (!options.output.resume) return;
  if (options.verb != Verb::kRun) throw os::UsageError("--resume goes with run only");
  for (const std::string& name : given) {
    const bool allowed =
        name == "--resume" || name == "--quiet" || name == "--no-lock" || name == "--tune" || name == "--host-root";
    if (!allowed) {
      throw os::UsageError("--resume takes its plan from the directory: leave out {}", name);
    }
  }
}

}  // namespace ovg::runner::command
