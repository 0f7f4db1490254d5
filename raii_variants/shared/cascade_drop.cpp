// Ownership story: as with unique, each node has one owner ever, and handles are moved, never copied. What is
// measured is a control block for each node, links of two words, and for each node that is dropped a count
// that goes to zero and two indirect calls.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/cascade_drop/owned_links.h"

namespace ovg::answers {

void cascade_drop(session::Registry& registry) {
  using namespace workloads::cascade_drop;
  registry.answer<Question, LinkedOwners<OwnedLinks<raii::SharedOwner>>>();
}

}  // namespace ovg::answers
