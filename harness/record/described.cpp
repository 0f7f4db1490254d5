#include "harness/record/described.h"

#include <nlohmann/json.hpp>

namespace ovg::record {

using nlohmann::json;

json& member(json& object, std::string_view name) {
  return object[std::string(name)];
}

json& append(json& list) {
  return list.emplace_back();
}

void put_nothing(json& into) {
  into = nullptr;
}
void put_empty_object(json& into) {
  into = json::object();
}
void put_empty_list(json& into) {
  into = json::array();
}
void put(json& into, const std::string& value) {
  into = value;
}
void put(json& into, const std::filesystem::path& value) {
  into = value.string();
}
void put(json& into, std::uint64_t value) {
  into = value;
}
void put(json& into, unsigned value) {
  into = value;
}
void put(json& into, int value) {
  into = value;
}
void put(json& into, double value) {
  into = value;
}
void put(json& into, bool value) {
  into = value;
}
void put(json& into, Status value) {
  into = status_name(value);
}
void put(json& into, const base::Setting& value) {
  std::visit([&](const auto& setting) { into = setting; }, value);
}
void put(json& into, const json& value) {
  into = value;
}

void take(const JsonFields& fields, std::string_view name, std::string& into) {
  into = fields.text(name);
}
void take(const JsonFields& fields, std::string_view name, std::filesystem::path& into) {
  into = fields.text(name);
}
void take(const JsonFields& fields, std::string_view name, std::uint64_t& into) {
  into = fields.count(name);
}
void take(const JsonFields& fields, std::string_view name, unsigned& into) {
  into = fields.small_count(name);
}
void take(const JsonFields& fields, std::string_view name, int& into) {
  into = static_cast<int>(fields.small_count(name));
}
void take(const JsonFields& fields, std::string_view name, double& into) {
  into = fields.number(name);
}
void take(const JsonFields& fields, std::string_view name, bool& into) {
  into = fields.flag(name);
}
void take(const JsonFields& fields, std::string_view name, Status& into) {
  const auto status = status_from_name(fields.text(name));
  if (!status) fields.fail(name, "is not one of the statuses");
  into = *status;
}
void take(const JsonFields& fields, std::string_view name, base::Setting& into) {
  const json& value = fields.any(name);
  if (value.is_boolean())
    into = fields.flag(name);
  else if (is_count(value))
    into = fields.count(name);
  else if (value.is_number())
    into = fields.number(name);
  else if (value.is_string())
    into = fields.text(name);
  else
    fields.fail(name, "is neither a number, a flag nor a text");
}
void take(const JsonFields& fields, std::string_view name, std::vector<std::string>& into) {
  into = fields.text_list(name);
}
void take(const JsonFields& fields, std::string_view name, json& into) {
  into = fields.any(name);
}

void FieldReader::constant(std::string_view name, std::uint64_t expected) {
  if (fields_.count(name) != expected) fields_.fail(name, "is not " + std::to_string(expected));
}

void FieldReader::constant(std::string_view name, const char* expected) {
  if (fields_.text(name) != expected) fields_.fail(name, std::string("is not \"") + expected + "\"");
}

}  // namespace ovg::record
