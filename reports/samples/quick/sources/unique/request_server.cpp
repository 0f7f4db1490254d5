// Ownership story: the cache owns its sessions, a session the first field of each record, a field the next
// one and its text; a request owns the first of its headers and the root of its parameters. Everything that a
// request built is freed at its end, node by node, and the record that it replaced at once: the request pays.
// Sessions are lent by reference while they are read.

#include "harness/session/registry.h"
#include "raii_variants/unique/owner.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

void request_server(session::Registry& registry) {
  using namespace workloads::request_server;
  registry.answer<Question, LinkedServer<OwnedLinks<raii::UniqueOwner>>>();
}

}  // namespace ovg::answers
