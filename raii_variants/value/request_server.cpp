// Ownership story: a cache is one vector of sessions, which hold their records and fields inline; a request holds its
// headers in a vector and its parameters in another, linked by index. Only texts too long to lie inside their
// std::string have blocks of their own. Everything that a request built is freed at its end, a block for each long
// text and one for each vector; the fields of a replaced record are assigned over, and their old texts freed at once,
// but for a short text in the place of a long one, which std::string moves into the block that is there. A request
// that waits is lent its session by pointer: the vector was reserved, so sessions never move.

#include <string>
#include <vector>

#include "harness/session/registry.h"
#include "workloads/request_server/inline_server.h"

namespace ovg::answers {

namespace {

struct Layout {
  using String = std::string;
  template <class T>
  using Vector = std::vector<T>;
  template <class T>
  using Leaves = std::vector<T>;
  template <class T>
  using Sessions = std::vector<T>;
};

}  // namespace

void request_server(session::Registry& registry) {
  using namespace workloads::request_server;
  registry.answer<Aged, in_line::Server<Layout>>();
  registry.answer<Fresh, in_line::Server<Layout>>();
}

}  // namespace ovg::answers
