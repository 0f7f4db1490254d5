#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "harness/session/registry.h"
#include "harness/session/variant.h"

namespace ovg::child {

/// What the verb `run` is asked, as text and numbers from the command line.
struct Request {
  std::string workload;
  std::string config;
  std::string scale = "default";
  unsigned threads = 1;
  std::uint64_t rounds = 1;
  std::uint64_t script_seed = 1;
  std::uint64_t live_mib = 0;                   // 0: the workload's own
  std::uint64_t heap_limit_bytes = 0;           // 0: none
  std::uint64_t interruption_threshold_ns = 0;  // 0: from the median op of the warm-up
  double rate_per_s = 0;                        // ops per second of all threads in open loop; 0: closed loop
  std::string arrivals = "poisson";             // in open loop
  std::uint64_t arrival_seed = 1;
  int descriptor = 3;
};

/// A request that this child cannot meet. The text names the fix.
struct BadRequest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The answer that a request names. Throws BadRequest for an unknown workload, configuration or scale, for
/// zero rounds, for more threads than the workload or the configuration has, for a live size that the
/// workload does not offer, for a heap limit that the variant cannot honour, for a rate that is not a
/// finite number from 0, and for unknown arrivals.
const session::Answer& resolve(const Request& request, const session::VariantCard& card,
                               const session::Registry& registry);

}  // namespace ovg::child
