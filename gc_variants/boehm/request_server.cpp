// Ownership story: nobody owns an object. A request forgets what it built when it returns, and a replaced
// record is forgotten when its link is overwritten; both cost nothing then. A later allocation that finds the
// heap full pays for marking the whole cache, whichever request that is. The cache is a vector of roots; what
// a request builds is found on the stack. Nothing is cleared on the way out: a stale word on the stack can
// keep one dead request for a while, and nothing dead leads to anything else. Texts are strings whose memory is
// collected and declared pointer-free; no destructor of theirs ever runs.

#include <utility>

#include "gc_variants/boehm/flat.h"
#include "harness/session/registry.h"
#include "workloads/request_server/inline_server.h"
#include "workloads/request_server/linked_server.h"

namespace ovg::answers {

namespace {

using namespace workloads::request_server;

struct Links {
  template <class T>
  using Handle = boehm::Pointer<T>;
  template <class T>
  using Handles = boehm::RootVector<boehm::Pointer<T>>;
  template <class T>
  using Shares = boehm::RootVector<boehm::Pointer<T>>;
  using String = boehm::String;

  template <class T, class... Arguments>
  static T* make(Arguments&&... arguments) {
    return boehm::make<T>(std::forward<Arguments>(arguments)...);
  }

  template <class T>
  static Handle<T> share(Handle<T> handle) {
    return handle;
  }

  template <class Fields>
  static void drop_chain(const Fields& /*head*/) {}
};

/// Of the config `flat`: a request leaves two vectors and its long texts to the collector.
struct Layout {
  using String = boehm::String;
  template <class T>
  using Vector = std::vector<T, boehm::CollectedAllocator<T>>;
  template <class T>
  using Leaves = std::vector<T, boehm::PointerFreeAllocator<T>>;
  template <class T>
  using Sessions = boehm::RootVector<T>;
};

}  // namespace

void request_server(session::Registry& registry) {
  registry.answer_by<Aged, &boehm::layout, LinkedServer<Links>, in_line::Server<Layout>>();
  registry.answer_by<Fresh, &boehm::layout, LinkedServer<Links>, in_line::Server<Layout>>();
}

}  // namespace ovg::answers
