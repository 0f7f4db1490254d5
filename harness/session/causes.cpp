#include "harness/session/causes.h"

#include <algorithm>

namespace ovg::session {

namespace {

using measure::Interruption;
using measure::PauseLog;
using measure::Phase;

bool at_least_half(std::uint64_t part_ns, const Interruption& whole) {
  return 2 * part_ns >= whole.length_ns;
}

std::uint64_t paused_ns(const Interruption& interruption, std::span<const PauseLog::Pause> pauses) {
  const std::uint64_t from = interruption.start_ns;
  const std::uint64_t to = from + interruption.length_ns;
  const auto ends_by = [](const PauseLog::Pause& pause, std::uint64_t at) {
    return pause.start_ns + pause.length_ns <= at;
  };
  std::uint64_t sum = 0;
  for (auto pause = std::lower_bound(pauses.begin(), pauses.end(), from, ends_by);
       pause != pauses.end() && pause->start_ns < to; ++pause) {
    sum += std::min(pause->start_ns + pause->length_ns, to) - std::max(pause->start_ns, from);
  }
  return sum;
}

/// The usage is of the time since the interruption before, in which the thread may have lost shorter
/// stretches too; more than the interruption's own length it cannot have lost in it.
std::uint64_t off_processor_ns(const Interruption& interruption) {
  const std::uint64_t lost = interruption.since_ns - std::min(interruption.usage.cpu_ns, interruption.since_ns);
  // What goes missing all the time in stretches that are too short to be logged, and what the two clocks
  // disagree by.
  const std::uint64_t background = interruption.since_ns / 10'000;
  return std::min(lost - std::min(background, lost), interruption.length_ns);
}

}  // namespace

std::string_view cause_of(const Interruption& interruption, bool drops_many, const Circumstances& circumstances) {
  if (interruption.phase == Phase::kTrim) return "trim";
  if (interruption.op == Interruption::kIdleWork) return "idle";
  if (at_least_half(paused_ns(interruption, circumstances.pauses), interruption)) return "stw";
  if (at_least_half(off_processor_ns(interruption), interruption)) {
    const bool unwilling = interruption.usage.involuntary_switches > interruption.usage.voluntary_switches;
    return unwilling ? "preempted" : "unknown";
  }
  const bool frees = !circumstances.collects && (drops_many || interruption.phase == Phase::kDrop);
  if (frees) return "cascade";
  const std::uint64_t faults = interruption.usage.minor_faults + interruption.usage.major_faults;
  if (at_least_half(faults * circumstances.fault_cost_ns, interruption)) return "fault";
  if (interruption.op == Interruption::kOverrun) return "overrun";
  const bool may_collect =
      circumstances.in_slices && circumstances.allocates && interruption.op != Interruption::kWaiting;
  return may_collect ? "slice" : "unknown";
}

}  // namespace ovg::session
