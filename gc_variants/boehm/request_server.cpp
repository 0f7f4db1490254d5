// Ownership story: nobody owns an object. A request forgets what it built when it returns, and a replaced
// record is forgotten when its link is overwritten; both cost nothing then. A later allocation that finds the
// heap full pays for marking the whole cache, whichever request that is. The cache is a vector of roots; what
// a request builds is found on the stack. Nothing is cleared on the way out: a stale word on the stack can
// keep one dead request for a while, and nothing dead leads to anything else. Texts are declared
// pointer-free.

#include <cstddef>
#include <utility>

#include "gc_variants/boehm/heap.h"
#include "harness/session/registry.h"
#include "workloads/request_server/linked_server.h"

namespace ovg::answers {

namespace {

using namespace workloads::request_server;

struct Links {
  template <class T>
  using Handle = boehm::Pointer<T>;
  template <class T>
  using Handles = boehm::RootVector<boehm::Pointer<T>>;

  class Text {
   public:
    Text(std::uint64_t key, std::size_t size)
        : bytes_(reinterpret_cast<std::byte*>(boehm::make_pointer_free(size))), size_(size) {
      fill_text(bytes_, size, key);
      session::count_created();
    }
    std::uint64_t read() const { return read_text(bytes_, size_); }

   private:
    std::byte* bytes_;
    std::size_t size_;
  };

  template <class T, class... Arguments>
  static T* make(Arguments&&... arguments) {
    return boehm::make<T>(std::forward<Arguments>(arguments)...);
  }

  template <class Fields>
  static void drop_chain(const Fields& /*head*/) {}
};

}  // namespace

void request_server(session::Registry& registry) {
  registry.answer<Question, LinkedServer<Links>>();
}

}  // namespace ovg::answers
