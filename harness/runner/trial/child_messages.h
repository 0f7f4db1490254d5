#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ovg::runner::trial {

/// What a child said on its private descriptor, put together from the pieces in which it arrives.
class ChildMessages {
 public:
  void feed(std::string_view data);
  /// After the last piece: a line without its end counts, too.
  void finish();

  /// The last phase that the child announced; empty before the first.
  const std::string& phase() const { return phase_; }
  const std::optional<nlohmann::json>& failed() const { return failed_; }
  const std::optional<nlohmann::json>& result() const { return result_; }
  /// The first breach of the protocol in one sentence; empty when there was none.
  const std::string& problem() const { return problem_; }

 private:
  void take_line(std::string_view line);
  void complain(const std::string& problem);

  std::string partial_;
  std::size_t lines_ = 0;
  std::string phase_;
  std::optional<nlohmann::json> failed_, result_;
  std::string problem_;
};

}  // namespace ovg::runner::trial
