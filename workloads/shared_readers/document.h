#pragma once

#include "harness/session/census.h"
#include "workloads/shared_readers/workload.h"

namespace ovg::workloads::shared_readers {

/// An object that a census counts.
struct Document : Fields {
  explicit Document(const Fields& fields) : Fields(fields) { session::count_created(); }
};

}  // namespace ovg::workloads::shared_readers
