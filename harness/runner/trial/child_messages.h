#pragma once

#include <string>
#include <string_view>

#include "harness/record/json_fields.h"

namespace ovg::runner::trial {

/// What a child said on its private descriptor, put together from the pieces in which it arrives.
class ChildMessages {
 public:
  void feed(std::string_view data);
  /// After the last piece: a line without its end counts, too.
  void finish();

  /// The last phase that the child announced; empty before the first.
  const std::string& phase() const { return phase_; }
  /// What it said last of all; null when it did not.
  const record::CarriedJson& failed() const { return failed_; }
  const record::CarriedJson& result() const { return result_; }
  /// The first breach of the protocol in one sentence; empty when there was none.
  const std::string& problem() const { return problem_; }

 private:
  void take_line(std::string_view line);
  void complain(const std::string& problem);

  std::string partial_;
  std::size_t lines_ = 0;
  std::string phase_;
  record::CarriedJson failed_, result_;
  std::string problem_;
};

}  // namespace ovg::runner::trial
