// Ownership story: as with shared, a request that waits holds a share of its session: one count up and one down for
// each request. All other handles are moved or read through references, never copied. The count stands in the object,
// so that a share is made from any pointer and nothing is allocated beside it. Threads share a cache: with more than
// one, only atomic counts are right.

#include "raii_variants/intrusive/owner.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

namespace {

using namespace workloads::request_server;

template <class Owner>
using Server = LinkedServer<OwnedLinks<Owner>>;

}  // namespace

void request_server(session::Registry& registry) {
  raii::answer_counted<Aged, Server>(registry);
  raii::answer_counted<Fresh, Server>(registry);
  raii::decline_local_counts(registry, Aged::card().name);
  raii::decline_local_counts(registry, Fresh::card().name);
}

}  // namespace ovg::answers
