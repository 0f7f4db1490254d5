#include "harness/runner/os/environment.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace ovg::runner::os {

namespace {

constexpr const char* kPreload = "LD_PRELOAD";
constexpr const char* kLanguage = "LANG";
constexpr const char* kInherited[] = {"PATH", "HOME"};

std::uint64_t bytes_of(const std::vector<std::string>& texts) {
  return std::accumulate(texts.begin(), texts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& text) { return sum + text.size() + 1 + sizeof(char*); });
}

}  // namespace

Variables child_variables(const std::vector<std::pair<std::string, std::string>>& given) {
  Variables variables = {{kLanguage, "C"}};
  for (const char* name : kInherited) {
    const char* value = std::getenv(name);
    if (value != nullptr) variables[name] = value;
  }
  for (const auto& [name, value] : given) variables[name] = value;
  return variables;
}

bool is_usual(const std::string& name) {
  return name == kLanguage || std::find(std::begin(kInherited), std::end(kInherited), name) != std::end(kInherited);
}

Variables with_own(Variables common, const Variables& own) {
  const std::string after = common.count(kPreload) > 0 ? common.at(kPreload) : "";
  for (const auto& [name, value] : own) common[name] = value;
  return own.count(kPreload) > 0 ? with_preload(std::move(common), after) : common;
}

Variables with_preload(Variables variables, const std::string& library) {
  if (library.empty()) return variables;
  std::string& preload = variables[kPreload];
  preload = preload.empty() ? library : preload + ":" + library;
  return variables;
}

std::vector<std::string> preloaded(const Variables& variables) {
  const auto preload = variables.find(kPreload);
  std::string names = preload == variables.end() ? "" : preload->second;
  std::ranges::replace(names, ':', ' ');  // the dynamic linker takes either
  std::istringstream stream(names);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> as_environment(const Variables& variables) {
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  return environment;
}

std::uint64_t stack_bytes(const std::vector<std::string>& argv, const std::vector<std::string>& environment) {
  const std::uint64_t path = argv.at(0).size() + 1;  // the kernel keeps a copy for the auxiliary vector
  return bytes_of(argv) + bytes_of(environment) + path;
}

std::uint64_t least_padding_bytes() {
  return bytes_of({std::string(kPaddingVariable) + "="});
}

std::uint64_t pad(std::vector<std::string>& environment, const std::vector<std::string>& argv,
                  std::uint64_t target_bytes) {
  const std::uint64_t taken = stack_bytes(argv, environment) + least_padding_bytes();
  if (taken > target_bytes) throw std::logic_error("padding target below the natural size");
  environment.push_back(std::string(kPaddingVariable) + "=" + std::string(target_bytes - taken, 'x'));
  return target_bytes - taken;
}

}  // namespace ovg::runner::os
