// Ownership story: as with unique, each object has one owner ever; handles are moved or read through
// references, never copied, so nothing is counted up or down. A program with std::shared_ptr might hand out a
// share of the session for as long as a request lasts; here nobody could outlive it, so it is lent. What is
// measured is a control block for each object, links of two words, and the indirect calls that free.

#include "harness/session/registry.h"
#include "raii_variants/shared/owner.h"
#include "workloads/request_server/owned_links.h"

namespace ovg::answers {

void request_server(session::Registry& registry) {
  using namespace workloads::request_server;
  registry.answer<Question, LinkedServer<OwnedLinks<raii::SharedOwner>>>();
}

}  // namespace ovg::answers
