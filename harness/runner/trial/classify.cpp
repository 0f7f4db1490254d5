#include "harness/runner/trial/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "harness/record/child_result_json.h"
#include "harness/record/json_fields.h"

namespace ovg::runner::trial {

using record::ChildResult;
using record::Status;

namespace {

std::string where(const ChildMessages& messages) {
  return messages.phase().empty() ? "before its first phase" : "in phase " + messages.phase();
}

std::string how_signalled(int signal, const ChildMessages& messages) {
  std::string text = fmt::format("killed by signal {} ({}) {}", signal, strsignal(signal), where(messages));
  if (signal == SIGKILL) text += "; if nobody killed it, the kernel ran out of memory: dmesg tells";
  return text;
}

std::string how_exited(int code, const ChildMessages& messages, const Expectation& expected) {
  std::string text = messages.result() ? fmt::format("exited with {} after its result", code)
                                       : fmt::format("exited with {} {} without a result", code, where(messages));
  if (!expected.last_log_line.empty()) text += ": " + expected.last_log_line;
  return text;
}

Verdict failed_by_itself(const nlohmann::json& message) {
  try {
    const record::JsonFields fields(message);
    const auto status = record::status_from_name(fields.text("status"));
    if (!status || record::has_numbers(*status)) fields.fail("status", "is not a way to fail");
    return {*status, fields.text("reason"), {}};
  } catch (const record::RecordError& error) {
    return {Status::kBadRecord, fmt::format("its line of type failed is wrong: {}", error.what()), {}};
  }
}

/// The first field in which the child ran something else than it was asked to, or nothing.
std::string wrong_echo(const ChildResult& result, const Expectation& expected) {
  const record::Cell& cell = expected.cell;
  const auto differs = [](const char* field, const auto& got, const auto& asked) {
    return got == asked ? std::string() : fmt::format("ran {} '{}', was asked for '{}'", field, got, asked);
  };
  for (const std::string& difference :
       {differs("workload", result.workload, cell.workload), differs("variant", result.variant, cell.variant),
        differs("config", result.config, cell.config), differs("scale", result.scale, cell.scale),
        differs("threads", result.threads, cell.threads), differs("rounds", result.rounds, expected.rounds),
        differs("script_seed", result.script_seed, expected.script_seed),
        differs("live_mib", result.live_mib, cell.live_mib.value_or(0)),
        differs("heap_limit_bytes", result.heap_limit_bytes, cell.heap_limit_bytes.value_or(0)),
        differs("rate_per_s", result.rate_per_s, expected.rate_per_s),
        differs("arrivals", result.arrivals, expected.arrivals)}) {
    if (!difference.empty()) return difference;
  }
  return {};
}

/// "jemalloc 5.3.0" is jemalloc.
bool is_allocator(const std::string& found, const std::string& name) {
  return found == name || found.rfind(name + " ", 0) == 0;
}

std::string text_of(const record::Census& census) {
  return fmt::format("{} created in setup, {} per round, {} live at the end", census.created_in_setup,
                     census.created_per_round, census.live_at_end);
}

/// The two sources have to agree where they must: a pause stops every thread, so some thread has an
/// interruption that contains it. Or nothing, also where a log is incomplete.
std::string pause_that_nobody_felt(const ChildResult& result) {
  constexpr std::uint64_t kSlackNs = 2'000;  // the two are read one after the other
  if (result.interruptions_lost > 0 || result.pauses_lost > 0) return {};
  for (const record::Gap& pause : result.pauses) {
    if (pause.length_ns < result.interruption_threshold_ns + kSlackNs) continue;
    const bool felt = std::ranges::any_of(result.interruptions, [&](const record::Gap& interruption) {
      return interruption.start_ns <= pause.start_ns + kSlackNs &&
             interruption.start_ns + interruption.length_ns + kSlackNs >= pause.start_ns + pause.length_ns;
    });
    if (!felt) {
      return fmt::format("reported a pause of {} ns at {} ns that lies in no interruption", pause.length_ns,
                         pause.start_ns);
    }
  }
  return {};
}

std::pair<Status, std::string> judge_result(const ChildResult& result, const Expectation& expected) {
  const std::string echo = wrong_echo(result, expected);
  if (!echo.empty()) return {Status::kBadRecord, echo};
  const std::string unfelt = pause_that_nobody_felt(result);
  if (!unfelt.empty()) return {Status::kBadRecord, unfelt};
  if (!is_allocator(result.env.allocator, expected.cell.allocator)) {
    return {Status::kUnavailable,
            fmt::format("asked for {}, the process ran {}", expected.cell.allocator, result.env.allocator)};
  }
  if (!result.rounds_agree) return {Status::kWrongDigest, "its rounds did not all observe the same"};
  const bool has_reference = expected.reference_digest && !expected.reference_digest->empty();
  if (has_reference && result.digest != *expected.reference_digest) {
    return {Status::kWrongDigest,
            fmt::format("digest {}, the reference is {}", result.digest, *expected.reference_digest)};
  }
  if (result.census != result.expected_census) {
    return {Status::kCensusMismatch, fmt::format("counted {}; the workload expects {}", text_of(result.census),
                                                 text_of(result.expected_census))};
  }
  if (expected.reference_digest && !has_reference) {
    return {Status::kWrongDigest, "no reference digest: every pilot of this workload failed"};
  }
  return {Status::kOk, ""};
}

}  // namespace

Verdict classify(const os::ProcessOutcome& outcome, const ChildMessages& messages, const Expectation& expected) {
  if (outcome.timed_out) {
    return {Status::kTimeout, fmt::format("not done after {} s, {}", expected.timeout_s, where(messages)), {}};
  }
  if (outcome.flooded) {
    return {Status::kBadRecord, fmt::format("wrote more than {} MiB of record or log", os::kMostBytes >> 20), {}};
  }
  if (messages.failed()) return failed_by_itself(*messages.failed());
  if (outcome.signal) return {Status::kCrashed, how_signalled(*outcome.signal, messages), {}};
  if (outcome.exit_code != 0) {
    return {Status::kCrashed, how_exited(*outcome.exit_code, messages, expected), {}};
  }
  if (!messages.problem().empty()) return {Status::kBadRecord, messages.problem(), {}};
  if (!messages.result()) return {Status::kBadRecord, "exited with 0 without a result", {}};
  try {
    ChildResult result = record::child_result_from_json(*messages.result());
    auto [status, reason] = judge_result(result, expected);
    return {status, std::move(reason), std::move(result)};
  } catch (const record::RecordError& error) {
    return {Status::kBadRecord, fmt::format("its result is wrong: {}", error.what()), {}};
  }
}

}  // namespace ovg::runner::trial
