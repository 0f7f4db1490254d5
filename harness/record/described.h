#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "harness/base/settings.h"
#include "harness/record/json_fields.h"
#include "harness/record/status.h"

/// The fields of a message, said once for writing and for reading:
///
///     template <class Fields>
///     void describe(Fields& fields, Like<Fields, Census>& census) {
///       fields("created_in_setup", census.created_in_setup);
///       ...
///     }
///
/// beside whoever puts or takes the message, in the namespace of its type. Members may be texts, whole
/// numbers, numbers, flags, paths, statuses, settings, any JSON, what is described itself, and lists, maps
/// and optionals of these; an empty optional is null.
namespace ovg::record {

/// The message, const where it is only written.
template <class Fields, class T>
using Like = std::conditional_t<Fields::kReads, T, const T>;

nlohmann::json& member(nlohmann::json& object, std::string_view name);
nlohmann::json& append(nlohmann::json& list);
void put_nothing(nlohmann::json& into);
void put_empty_object(nlohmann::json& into);
void put_empty_list(nlohmann::json& into);
void put(nlohmann::json& into, const std::string& value);
void put(nlohmann::json& into, const std::filesystem::path& value);
void put(nlohmann::json& into, std::uint64_t value);
void put(nlohmann::json& into, unsigned value);
void put(nlohmann::json& into, int value);
void put(nlohmann::json& into, double value);
void put(nlohmann::json& into, bool value);
void put(nlohmann::json& into, Status value);
void put(nlohmann::json& into, const base::Setting& value);
void put(nlohmann::json& into, const nlohmann::json& value);
template <class T>
void put(nlohmann::json& into, const std::optional<T>& value);
template <class T>
void put(nlohmann::json& into, const std::vector<T>& values);
template <class T>
void put(nlohmann::json& into, const std::map<std::string, T>& values);
template <class T>
void put(nlohmann::json& into, const T& described);

/// Each throws RecordError that names the field.
void take(const JsonFields& fields, std::string_view name, std::string& into);
void take(const JsonFields& fields, std::string_view name, std::filesystem::path& into);
void take(const JsonFields& fields, std::string_view name, std::uint64_t& into);
void take(const JsonFields& fields, std::string_view name, unsigned& into);
void take(const JsonFields& fields, std::string_view name, int& into);  // from 0
void take(const JsonFields& fields, std::string_view name, double& into);
void take(const JsonFields& fields, std::string_view name, bool& into);
void take(const JsonFields& fields, std::string_view name, Status& into);
void take(const JsonFields& fields, std::string_view name, base::Setting& into);
void take(const JsonFields& fields, std::string_view name, std::vector<std::string>& into);
void take(const JsonFields& fields, std::string_view name, nlohmann::json& into);
template <class T>
void take(const JsonFields& fields, std::string_view name, std::optional<T>& into);
template <class T>
void take(const JsonFields& fields, std::string_view name, std::vector<T>& into);
template <class T>
void take(const JsonFields& fields, std::string_view name, std::map<std::string, T>& into);
template <class T>
void take(const JsonFields& fields, std::string_view name, T& described);

class FieldWriter {
 public:
  static constexpr bool kReads = false;
  explicit FieldWriter(nlohmann::json& into) : object_(into) { put_empty_object(into); }

  template <class T>
  void operator()(std::string_view name, const T& value) {
    put(member(object_, name), value);
  }
  /// Empty is null.
  template <class T>
  void or_null(std::string_view name, const T& value) {
    if (!value.empty())
      put(member(object_, name), value);
    else
      put_nothing(member(object_, name));
  }
  void constant(std::string_view name, std::uint64_t value) { put(member(object_, name), value); }
  void constant(std::string_view name, const char* value) { put(member(object_, name), std::string(value)); }
  void check(bool, std::string_view, std::string_view) {}

 private:
  nlohmann::json& object_;
};

class FieldReader {
 public:
  static constexpr bool kReads = true;
  explicit FieldReader(const JsonFields& fields) : fields_(fields) {}

  template <class T>
  void operator()(std::string_view name, T& into) {
    take(fields_, name, into);
  }
  template <class T>
  void or_null(std::string_view name, T& into) {
    into.clear();
    if (!fields_.is_null(name)) take(fields_, name, into);
  }
  void constant(std::string_view name, std::uint64_t expected);
  void constant(std::string_view name, const char* expected);
  /// What has to hold of a field besides its type.
  void check(bool holds, std::string_view name, std::string_view problem) {
    if (!holds) fields_.fail(name, problem);
  }

 private:
  const JsonFields& fields_;
};

template <class T>
void put(nlohmann::json& into, const std::optional<T>& value) {
  if (value)
    put(into, *value);
  else
    put_nothing(into);
}

template <class T>
void put(nlohmann::json& into, const std::vector<T>& values) {
  put_empty_list(into);
  for (const T& value : values) put(append(into), value);
}

template <class T>
void put(nlohmann::json& into, const std::map<std::string, T>& values) {
  put_empty_object(into);
  for (const auto& [name, value] : values) put(member(into, name), value);
}

template <class T>
void put(nlohmann::json& into, const T& described) {
  FieldWriter fields(into);
  describe(fields, described);
}

template <class T>
void take(const JsonFields& fields, std::string_view name, std::optional<T>& into) {
  into.reset();
  if (!fields.is_null(name)) take(fields, name, into.emplace());
}

template <class T>
void take(const JsonFields& fields, std::string_view name, std::vector<T>& into) {
  into.clear();
  fields.each_object(name, [&](const JsonFields& item) {
    FieldReader reader(item);
    describe(reader, into.emplace_back());
  });
}

template <class T>
void take(const JsonFields& fields, std::string_view name, std::map<std::string, T>& into) {
  const JsonFields inner = fields.object(name);
  into.clear();
  for (const std::string& key : inner.names()) take(inner, key, into[key]);
}

template <class T>
void take(const JsonFields& fields, std::string_view name, T& described) {
  const JsonFields inner = fields.object(name);
  FieldReader reader(inner);
  describe(reader, described);
}

}  // namespace ovg::record
