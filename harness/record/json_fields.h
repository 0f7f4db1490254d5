#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ovg::record {

/// A record that breaks its format. The text names the field by its path, such as "census.live_at_end is
/// missing".
class RecordError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// JSON that is handed on as it came, such as a card; null is null. Nobody changes it, so copies share it,
/// and a header that names it does without nlohmann/json.hpp, which costs whoever includes it more than a
/// second.
using CarriedJson = std::shared_ptr<const nlohmann::json>;

/// Null when the text is not JSON.
CarriedJson parsed_json(std::string_view text);

/// Whether a value is a whole number from 0 that fits 64 bits.
bool is_count(const nlohmann::json& value);

/// Reads the fields of one JSON object and accepts nothing but the type asked for: no negative or fractional
/// counts, no null, no numbers in quotes. Every failure is a RecordError that names the field. Refers to the
/// object: do not outlive it.
class JsonFields {
 public:
  /// `path` is how messages call the object; empty for the outermost.
  explicit JsonFields(const nlohmann::json& object, std::string path = {});

  bool has(std::string_view name) const;
  bool is_null(std::string_view name) const;
  std::vector<std::string> names() const;
  const nlohmann::json& any(std::string_view name) const;
  CarriedJson carried(std::string_view name) const;
  CarriedJson carried() const;  // the object itself

  std::string text(std::string_view name) const;
  std::uint64_t count(std::string_view name) const;
  std::uint32_t small_count(std::string_view name) const;
  double number(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::vector<std::string> text_list(std::string_view name) const;
  std::vector<std::uint64_t> count_list(std::string_view name) const;

  JsonFields object(std::string_view name) const;
  const nlohmann::json& list(std::string_view name) const;
  /// The objects of a list, each with its index in its path.
  void each_object(std::string_view name, const std::function<void(const JsonFields&)>& visit) const;

  std::string path_of(std::string_view name) const;
  [[noreturn]] void fail(std::string_view name, std::string_view problem) const;

 private:
  const nlohmann::json& object_;
  std::string path_;
};

}  // namespace ovg::record
