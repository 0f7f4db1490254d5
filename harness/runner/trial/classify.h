#pragma once

#include <optional>
#include <string>

#include "harness/record/child_result.h"
#include "harness/record/status.h"
#include "harness/record/trial.h"
#include "harness/runner/os/process.h"
#include "harness/runner/trial/child_messages.h"

namespace ovg::runner::trial {

/// What the runner asked for, to be held against what it got.
struct Expectation {
  record::Cell cell;
  double rate_per_s = 0;  // 0: closed loop
  std::string arrivals;
  std::uint64_t rounds = 1;
  std::uint64_t script_seed = 0;
  double timeout_s = 0;
  /// Empty text: no variant's pilot gave one, so nothing can be ok. Absent: the pilot itself, which has
  /// nothing to compare with.
  std::optional<std::string> reference_digest;
  std::string last_log_line;
};

struct Verdict {
  record::Status status = record::Status::kOk;
  std::string reason;                         // empty for ok
  std::optional<record::ChildResult> result;  // absent without a well-formed one
};

/// The one status of a trial. The process's end is judged first, then the record's form, then what it says.
/// Whether the host was quiet is not judged here but in host/noise.h.
Verdict classify(const os::ProcessOutcome& outcome, const ChildMessages& messages, const Expectation& expected);

}  // namespace ovg::runner::trial
