#include "harness/record/json_fields.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace ovg::record {

CarriedJson parsed_json(std::string_view text) {
  nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  return value.is_discarded() ? nullptr : std::make_shared<const nlohmann::json>(std::move(value));
}

bool is_count(const nlohmann::json& value) {
  // Parsed from text a count is unsigned; made in a program it may be signed.
  return value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
}

JsonFields::JsonFields(const nlohmann::json& object, std::string path) : object_(object), path_(std::move(path)) {
  if (!object_.is_object()) throw RecordError((path_.empty() ? "the record" : path_) + " is not an object");
}

std::string JsonFields::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void JsonFields::fail(std::string_view name, std::string_view problem) const {
  throw RecordError(path_of(name) + " " + std::string(problem));
}

bool JsonFields::has(std::string_view name) const {
  return object_.contains(name);
}

const nlohmann::json& JsonFields::any(std::string_view name) const {
  const auto found = object_.find(name);
  if (found == object_.end()) fail(name, "is missing");
  return *found;
}

CarriedJson JsonFields::carried(std::string_view name) const {
  return std::make_shared<const nlohmann::json>(any(name));
}

CarriedJson JsonFields::carried() const {
  return std::make_shared<const nlohmann::json>(object_);
}

bool JsonFields::is_null(std::string_view name) const {
  return any(name).is_null();
}

std::vector<std::string> JsonFields::names() const {
  std::vector<std::string> found;
  for (const auto& item : object_.items()) found.push_back(item.key());
  return found;
}

std::string JsonFields::text(std::string_view name) const {
  const auto& value = any(name);
  if (!value.is_string()) fail(name, "is not a string");
  return value.get<std::string>();
}

std::uint64_t JsonFields::count(std::string_view name) const {
  const auto& value = any(name);
  if (!is_count(value)) fail(name, "is not a whole number from 0");
  return value.get<std::uint64_t>();
}

std::uint32_t JsonFields::small_count(std::string_view name) const {
  const std::uint64_t value = count(name);
  if (value > std::numeric_limits<std::uint32_t>::max()) fail(name, "is beyond 32 bits");
  return static_cast<std::uint32_t>(value);
}

double JsonFields::number(std::string_view name) const {
  const auto& value = any(name);
  if (!value.is_number() || !std::isfinite(value.get<double>())) fail(name, "is not a finite number");
  return value.get<double>();
}

bool JsonFields::flag(std::string_view name) const {
  const auto& value = any(name);
  if (!value.is_boolean()) fail(name, "is not true or false");
  return value.get<bool>();
}

std::vector<std::string> JsonFields::text_list(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& item : list(name)) {
    if (!item.is_string()) fail(name, "is not a list of strings");
    found.push_back(item.get<std::string>());
  }
  return found;
}

std::vector<std::uint64_t> JsonFields::count_list(std::string_view name) const {
  std::vector<std::uint64_t> found;
  for (const auto& item : list(name)) {
    if (!is_count(item)) fail(name, "is not a list of whole numbers from 0");
    found.push_back(item.get<std::uint64_t>());
  }
  return found;
}

JsonFields JsonFields::object(std::string_view name) const {
  return JsonFields(any(name), path_of(name));
}

const nlohmann::json& JsonFields::list(std::string_view name) const {
  const auto& value = any(name);
  if (!value.is_array()) fail(name, "is not a list");
  return value;
}

void JsonFields::each_object(std::string_view name, const std::function<void(const JsonFields&)>& visit) const {
  std::size_t index = 0;
  for (const auto& item : list(name)) {
    visit(JsonFields(item, path_of(name) + "[" + std::to_string(index++) + "]"));
  }
}

}  // namespace ovg::record
