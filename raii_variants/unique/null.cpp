// Ownership story: there is nothing to own.

#include "raii_variants/unique/drops.h"
#include "workloads/null/body.h"

namespace ovg::answers {

void null(session::Registry& registry) {
  registry.answer<workloads::null::Question, workloads::null::Body>();
  raii::decline_remedies(registry, workloads::null::Question::card().name);
}

}  // namespace ovg::answers
