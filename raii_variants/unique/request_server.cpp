// Ownership story: the cache owns its sessions, a session the first field of each record, a field the next
// one, in which its text lies as a std::string; a request owns the first of its headers and the root of its
// parameters. Everything that a request built is freed at its end, node by node, and the record that it replaced at
// once: the request pays. Sessions are lent: by reference while they are read, by pointer to a request that waits,
// which is right as long as the cache never drops one.

#include "raii_variants/unique/drops.h"
#include "raii_variants/unique/owner.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

void request_server(session::Registry& registry) {
  using namespace workloads::request_server;
  using Server = LinkedServer<OwnedLinks<raii::UniqueOwner>>;
  registry.answer<Aged, Server>();
  registry.answer<Fresh, Server>();
  for (const std::string_view workload : {Aged::card().name, Fresh::card().name}) {
    raii::decline_remedies(registry, workload);
  }
}

}  // namespace ovg::answers
