// Ownership story: none. Nothing dies but the shelf, and a reader of documents in an arena borrows as one of
// documents in a vector does: it would be value's answer.

#include "harness/session/registry.h"
#include "workloads/shared_readers/workload.h"

namespace ovg::answers {

void shared_readers(session::Registry& registry) {
  using namespace workloads::shared_readers;
  for (const std::string_view workload : {Hot::card().name, Cold::card().name}) {
    registry.not_applicable(workload, "nothing dies, and readers borrow from an arena as from a vector: take value");
  }
}

}  // namespace ovg::answers
