#include "harness/runner/trial/child_messages.h"

#include <fmt/format.h>

namespace ovg::runner::trial {

void ChildMessages::feed(std::string_view data) {
  std::size_t begin = 0;
  for (auto end = data.find('\n'); end != std::string_view::npos; end = data.find('\n', begin)) {
    partial_ += data.substr(begin, end - begin);
    take_line(partial_);
    partial_.clear();
    begin = end + 1;
  }
  partial_ += data.substr(begin);
}

void ChildMessages::finish() {
  take_line(partial_);
  partial_.clear();
}

void ChildMessages::complain(const std::string& problem) {
  if (problem_.empty()) problem_ = fmt::format("line {} of its record {}", lines_, problem);
}

void ChildMessages::take_line(std::string_view line) {
  if (line.empty()) return;
  ++lines_;
  const auto message = record::parsed_json(line);
  if (!message) return complain("is not JSON");
  try {
    const record::JsonFields fields(*message);
    const std::string type = fields.text("type");
    if (result_) {
      complain("follows the result, which has to be the last");
    } else if (type == "phase") {
      phase_ = fields.text("phase");
    } else if (type == "failed") {
      failed_ = message;
    } else if (type == "result") {
      result_ = message;
    } else {
      complain(fmt::format("has the unknown type '{}'", type));
    }
  } catch (const record::RecordError& error) {
    complain(fmt::format("is not a message: {}", error.what()));
  }
}

}  // namespace ovg::runner::trial
