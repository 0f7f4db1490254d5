// Ownership story: a request that waits holds a share of its session, as a continuation of a server does that must
// not find it gone: one count up and one down for each request, by all threads where the session is shared. All other
// handles are moved or read through references, never copied. What is measured besides is a control block for each
// object, links of two words, and the indirect calls that free.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

void request_server(session::Registry& registry) {
  using namespace workloads::request_server;
  using Server = LinkedServer<OwnedLinks<raii::SharedOwner>>;
  registry.answer<Aged, Server>();
  registry.answer<Fresh, Server>();
}

}  // namespace ovg::answers
