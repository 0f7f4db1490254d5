// Ownership story: as with unique, each node has one owner ever, and handles are moved, never copied. What is
// measured is the count in each node, eight bytes with what aligns it, and for each node that is dropped a decrement
// and a test. Links are of one word, and nothing is called indirectly.

#include "raii_variants/intrusive/owner.h"
#include "workloads/cascade_drop/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::cascade_drop;

template <class Owner>
using Owners = LinkedOwners<OwnedLinks<Owner>>;

}  // namespace

void cascade_drop(session::Registry& registry) {
  raii::answer_counted<Question, Owners>(registry);
}

}  // namespace ovg::answers
