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
  int descriptor = 3;
};

/// A request that this child cannot meet. The text names the fix.
struct BadRequest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The answer that a request names. Throws BadRequest for an unknown workload, configuration or scale, for
/// zero rounds, and for more threads than the workload has.
const session::Answer& resolve(const Request& request, const session::VariantCard& card,
                               const session::Registry& registry);

}  // namespace ovg::child
