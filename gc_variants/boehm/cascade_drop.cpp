// Ownership story: nobody owns a node. Overwriting the root of the big tree forgets it, which costs the drop
// nothing; a later turn that finds the heap full pays for marking what lives, one big tree and what has grown
// of the next. Roots stand in vectors that the collector scans but does not collect, and a root that has been
// moved elsewhere is cleared, or it would keep a tree alive.

#include <utility>

#include "gc_variants/boehm/flat.h"
#include "harness/session/registry.h"
#include "workloads/cascade_drop/linked_owners.h"

namespace ovg::answers {

namespace {

using namespace workloads::cascade_drop;

struct Links {
  template <class T>
  using Handle = boehm::Pointer<T>;
  template <class T>
  using Handles = boehm::RootVector<boehm::Pointer<T>>;

  template <class T, class... Arguments>
  static T* make(Arguments&&... arguments) {
    return boehm::make<T>(std::forward<Arguments>(arguments)...);
  }
};

constexpr const char* kNotFlat =
    "owners in one vector are dropped as one block: that is value, and nothing is left to collect";

}  // namespace

void cascade_drop(session::Registry& registry) {
  registry.answer<Question, LinkedOwners<Links>>();
  boehm::decline_flat(registry, Question::card().name, kNotFlat);
}

}  // namespace ovg::answers
