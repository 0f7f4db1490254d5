#include "harness/record/status.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ovg::record {

namespace {

constexpr std::array<std::pair<Status, std::string_view>, 10> kNames = {{
    {Status::kOk, "ok"},
    {Status::kWrongDigest, "wrong_digest"},
    {Status::kCensusMismatch, "census_mismatch"},
    {Status::kTimeout, "timeout"},
    {Status::kOutOfMemory, "out_of_memory"},
    {Status::kCrashed, "crashed"},
    {Status::kBadRecord, "bad_record"},
    {Status::kUnavailable, "unavailable"},
    {Status::kNotApplicable, "not_applicable"},
    {Status::kNoisy, "noisy"},
}};

}  // namespace

std::string_view status_name(Status status) {
  return std::ranges::find_if(kNames, [&](const auto& row) { return row.first == status; })->second;
}

std::optional<Status> status_from_name(std::string_view name) {
  for (const auto& [status, known] : kNames) {
    if (known == name) return status;
  }
  return std::nullopt;
}

bool is_failure(Status status) {
  return !has_numbers(status) && status != Status::kUnavailable && status != Status::kNotApplicable;
}

bool has_numbers(Status status) {
  return status == Status::kOk || status == Status::kNoisy;
}

}  // namespace ovg::record
