#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "harness/base/settings.h"
#include "harness/record/json_fields.h"
#include "harness/record/status.h"

/// The fields of a message, said once for writing and for reading, beside whoever puts or takes the message.
/// Where they are members under their own names:
///
///     OVG_DESCRIBE(Census, created_in_setup, created_per_round, live_at_end)
///
/// Otherwise as what that makes, a function which reader and writer find by their own namespace, this one:
///
///     template <class Fields>
///     void describe(Fields& fields, Like<Fields, FrameCount>& message) {
///       OVG_FIELDS(frame_ns, frames, broken)
///       fields.check(message.broken <= message.frames, "broken", "is more than frames");
///     }
///
/// Members may be texts, whole numbers, numbers, flags, paths, statuses, settings, carried JSON, what is described
/// itself, and lists, maps and optionals of these; an empty optional is null.
#define OVG_FIELD(name) fields(#name, message.name);
#define OVG_FIELDS(...) NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(OVG_FIELD, __VA_ARGS__))  // up to 63
#define OVG_DESCRIBE(Message, ...)                                \
  template <class Fields>                                         \
  void describe(Fields& fields, Like<Fields, Message>& message) { \
    OVG_FIELDS(__VA_ARGS__)                                       \
  }

namespace ovg::record {

/// The message, const where it is only written.
template <class Fields, class T>
using Like = std::conditional_t<Fields::kReads, T, const T>;

class FieldWriter {
  using json = nlohmann::json;

 public:
  static constexpr bool kReads = false;
  explicit FieldWriter(json& into) : object_(into) { object_ = json::object(); }

  template <class T>
  void operator()(std::string_view name, const T& value) {
    put(object_[std::string(name)], value);
  }
  /// Empty is null.
  template <class T>
  void or_null(std::string_view name, const T& value) {
    put(object_[std::string(name)], value.empty() ? std::nullopt : std::optional(value));
  }
  template <class T>
  void constant(std::string_view name, const T& value) {
    object_[std::string(name)] = value;
  }
  void check(bool, std::string_view, std::string_view) {}

 private:
  static void put(json& into, const std::filesystem::path& value) { into = value.string(); }
  static void put(json& into, const CarriedJson& value) { into = value ? *value : json(); }
  static void put(json& into, Status value) { into = status_name(value); }
  static void put(json& into, const base::Setting& value) {
    std::visit([&](const auto& setting) { into = setting; }, value);
  }
  template <class T>
  static void put(json& into, const std::optional<T>& value) {
    into = nullptr;
    if (value) put(into, *value);
  }
  template <class T>
  static void put(json& into, const std::vector<T>& values) {
    into = json::array();
    for (const T& value : values) put(into.emplace_back(), value);
  }
  template <class T>
  static void put(json& into, const std::map<std::string, T>& values) {
    into = json::object();
    for (const auto& [name, value] : values) put(into[name], value);
  }
  template <class T>
  static void put(json& into, const T& value) {
    if constexpr (std::is_convertible_v<const T&, json>) {
      into = value;
    } else {
      FieldWriter fields(into);
      describe(fields, value);
    }
  }

  json& object_;
};

/// Each read throws RecordError that names the field.
class FieldReader {
 public:
  static constexpr bool kReads = true;
  explicit FieldReader(JsonFields fields) : fields_(std::move(fields)) {}

  void operator()(std::string_view name, std::string& into) { into = fields_.text(name); }
  void operator()(std::string_view name, std::filesystem::path& into) { into = fields_.text(name); }
  void operator()(std::string_view name, std::uint64_t& into) { into = fields_.count(name); }
  void operator()(std::string_view name, unsigned& into) { into = fields_.small_count(name); }
  void operator()(std::string_view name, int& into) {  // from 0
    into = static_cast<int>(fields_.small_count(name));
  }
  void operator()(std::string_view name, double& into) { into = fields_.number(name); }
  void operator()(std::string_view name, bool& into) { into = fields_.flag(name); }
  void operator()(std::string_view name, CarriedJson& into) { into = fields_.carried(name); }
  void operator()(std::string_view name, std::vector<std::string>& into) { into = fields_.text_list(name); }
  void operator()(std::string_view name, Status& into);
  void operator()(std::string_view name, base::Setting& into);
  template <class T>
  void operator()(std::string_view name, std::optional<T>& into) {
    into.reset();
    if (!fields_.is_null(name)) (*this)(name, into.emplace());
  }
  template <class T>
  void operator()(std::string_view name, std::vector<T>& into) {
    into.clear();
    fields_.each_object(name, [&](const JsonFields& item) {
      FieldReader reader(item);
      describe(reader, into.emplace_back());
    });
  }
  template <class T>
  void operator()(std::string_view name, std::map<std::string, T>& into) {
    FieldReader reader(fields_.object(name));
    into.clear();
    for (const std::string& key : reader.fields_.names()) reader(key, into[key]);
  }
  template <class T>
  void operator()(std::string_view name, T& described) {
    FieldReader reader(fields_.object(name));
    describe(reader, described);
  }
  template <class T>
  void or_null(std::string_view name, T& into) {
    into.clear();
    if (!fields_.is_null(name)) (*this)(name, into);
  }
  void constant(std::string_view name, std::uint64_t expected);
  void constant(std::string_view name, const char* expected);
  /// What has to hold of a field besides its type.
  void check(bool holds, std::string_view name, std::string_view problem) {
    if (!holds) fields_.fail(name, problem);
  }

 private:
  JsonFields fields_;
};

/// A message as a JSON object.
template <class T>
nlohmann::json json_of(const T& message) {
  nlohmann::json object;
  FieldWriter fields(object);
  describe(fields, message);
  return object;
}

/// The message in a JSON object. Throws RecordError that names the field.
template <class T>
T message_in(const JsonFields& object) {
  T message;
  FieldReader fields(object);
  describe(fields, message);
  return message;
}

}  // namespace ovg::record
