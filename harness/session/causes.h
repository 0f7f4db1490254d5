#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "harness/measure/interruption_log.h"
#include "harness/measure/pause_log.h"

namespace ovg::session {

/// What a trial's interruptions are judged by.
struct Circumstances {
  bool collects = false;   // the variant's group is "collection"
  bool in_slices = false;  // it does a part of a collection inside some allocations
  bool allocates = false;  // the workload's rounds create objects
  std::uint64_t fault_cost_ns = 1;
  std::span<const measure::PauseLog::Pause> pauses = {};  // by start, not overlapping
};

/// The likely cause of an interruption:
///
/// - `trim`: it lies in the phase of that name, which gives memory back;
/// - `idle`: the manager worked in idle time, and was done before the next op was due: nobody waited;
/// - `stw`: pauses that the manager reported cover at least half of it;
/// - `preempted`: the thread was off its processor for at least half of it, and not of its own accord;
/// - `cascade`: an owner of many objects was dropped (the op says so, or it is the phase `drop`);
/// - `fault`: page faults, at what one costs here, take at least half of it;
/// - `overrun`: it worked in idle time, and was not done in time;
/// - `slice`: the thread was at work in an op that allocates, under a manager that collects inside
/// allocations;
/// - `unknown`: none of these.
///
/// The first that fits. The thread's usage is known since the interruption before, so these are likely
/// causes, not proofs. A thread that slept is `unknown`: it left its processor of its own accord, and neither
/// the manager nor the machine is to blame. So is time that a hypervisor took: this process cannot see it.
std::string_view cause_of(const measure::Interruption& interruption, bool drops_many,
                          const Circumstances& circumstances);

}  // namespace ovg::session
