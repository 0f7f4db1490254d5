#pragma once

#include "harness/session/session.h"
#include "workloads/null/workload.h"

namespace ovg::workloads::null {

/// The answer of every variant: there is no memory to manage.
class Body {
 public:
  explicit Body(const OpList& /*script*/) {}

  std::uint64_t op(const Op& op) {
    std::uint64_t value = op.start;
    for (std::uint32_t step = 0; step < kStepsPerOp; ++step) value = value * 6364136223846793005ULL + 1;
    return value;
  }

  session::Live read_live() const { return {}; }
};

}  // namespace ovg::workloads::null
