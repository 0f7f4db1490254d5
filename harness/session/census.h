#pragma once

#include <cstdint>

namespace ovg::session {

/// Objects of a workload, equal over all variants: it shows an answer that creates more or fewer than it
/// should, or that lost some. It does not show one that leaks: what nobody reaches, nobody counts. For that
/// there are the asan build, and RSS.
struct Census {
  std::uint64_t created_in_setup = 0;
  std::uint64_t created_per_round = 0;
  std::uint64_t live_at_end = 0;  // found by walking the structure, not by counting up and down

  bool operator==(const Census&) const = default;
};

/// Objects that the calling thread has created. Not a root: it holds no pointer.
inline constinit thread_local std::uint64_t created_by_thread = 0;

/// Called by the constructor of every object that a census counts. One instruction, the same for all
/// variants.
inline void count_created() {
  ++created_by_thread;
}

}  // namespace ovg::session
