#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace ovg::base {

/// What a manager of memory runs with, as facts: name -> value. Names carry units (`_bytes`, `_ms`).
using Setting = std::variant<bool, std::uint64_t, double, std::string>;
using Settings = std::map<std::string, Setting>;

/// For people, whatever the names: "free space divisor 3, incremental limit 5 ms, initial heap 4 MiB,
/// interior pointers on". Empty for none.
std::string in_words(const Settings& settings);

}  // namespace ovg::base
