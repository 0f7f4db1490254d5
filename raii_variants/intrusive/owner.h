#pragma once

#include <cstddef>

#include "harness/session/registry.h"
#include "raii_variants/intrusive/counted.h"

namespace ovg::raii {

using LocalOwner = IntrusiveOwner<boost::thread_unsafe_counter>;
using AtomicOwner = IntrusiveOwner<boost::thread_safe_counter>;

/// Set when a trial begins, by its config.
inline bool counts_are_atomic = false;
inline std::size_t counting() {
  return counts_are_atomic ? 1 : 0;
}

/// Enters `Body<LocalOwner>` for the headline, `Body<AtomicOwner>` for the config `atomic`.
template <class Question, template <class> class Body>
void answer_counted(session::Registry& registry) {
  registry.answer_by<Question, &counting, Body<LocalOwner>, Body<AtomicOwner>>();
}

/// For workloads in which threads count the owners of the same objects.
inline void decline_local_counts(session::Registry& registry, std::string_view workload) {
  registry.not_applicable(workload,
                          "threads would count the same objects without atomic operations: take intrusive:atomic",
                          {.config = "", .from_threads = 2});
}

}  // namespace ovg::raii
