// Ownership story: there is nothing to own.

#include "harness/session/registry.h"
#include "workloads/null/body.h"

namespace ovg::answers {

void null(session::Registry& registry) {
  registry.answer<workloads::null::Question, workloads::null::Body>();
}

}  // namespace ovg::answers
