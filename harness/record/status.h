#pragma once

#include <optional>
#include <string_view>

namespace ovg::record {

/// How a trial ended; exactly one applies.
enum class Status {
  kOk,
  kWrongDigest,
  kCensusMismatch,
  kTimeout,
  kOutOfMemory,
  kCrashed,
  kBadRecord,
  kUnavailable,
  kNotApplicable,
  kNoisy,
};

std::string_view status_name(Status status);
std::optional<Status> status_from_name(std::string_view name);

/// Whether something that should have worked did not: decides the exit code of a run.
bool is_failure(Status status);

/// Whether the numbers of the trial may be used: ok, or noisy with its reason.
bool has_numbers(Status status);

}  // namespace ovg::record
