#include "harness/record/described.h"

namespace ovg::record {

void FieldReader::operator()(std::string_view name, Status& into) {
  const auto status = status_from_name(fields_.text(name));
  if (!status) fields_.fail(name, "is not one of the statuses");
  into = *status;
}

void FieldReader::operator()(std::string_view name, base::Setting& into) {
  const nlohmann::json& value = fields_.any(name);
  if (value.is_boolean())
    into = fields_.flag(name);
  else if (is_count(value))
    into = fields_.count(name);
  else if (value.is_number())
    into = fields_.number(name);
  else if (value.is_string())
    into = fields_.text(name);
  else
    fields_.fail(name, "is neither a number, a flag nor a text");
}

void FieldReader::constant(std::string_view name, std::uint64_t expected) {
  if (fields_.count(name) != expected) fields_.fail(name, "is not " + std::to_string(expected));
}

void FieldReader::constant(std::string_view name, const char* expected) {
  if (fields_.text(name) != expected) fields_.fail(name, std::string("is not \"") + expected + "\"");
}

}  // namespace ovg::record
