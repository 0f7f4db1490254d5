#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/child_result.h"
#include "harness/record/mmu.h"

namespace ovg::record {

/// What the mutators stood still for in steady, by the two sources of it.
class SteadyStops {
 public:
  /// Interruptions by thread, and pauses, which stop all threads. Both as logged: with lost entries the
  /// utilisations are upper bounds.
  explicit SteadyStops(const ChildResult& result);

  /// Of the thread that is worst off; empty when steady is shorter than the window.
  std::optional<double> mmu_of_interruptions(std::uint64_t window_ns) const;
  std::optional<double> mmu_of_pauses(std::uint64_t window_ns) const;

  /// Both curves with their bounded forms, as compact JSON:
  /// {"columns": ["window_ns", "mmu", "bmu", "gc_mmu", "gc_bmu"], "rows": [[...], ...]}.
  std::string curves_text() const;

 private:
  Span steady_;
  std::vector<std::vector<Stop>> interruptions_;  // by thread
  std::vector<Stop> pauses_;
};

}  // namespace ovg::record
