// Ownership story: nobody owns a block. Overwriting a slot forgets the old one, and the collector finds it
// later. The bytes are declared pointer-free (GC_MALLOC_ATOMIC), so they are neither scanned nor cleared;
// they are set once, like everywhere else.

#include <cstring>

#include "gc_variants/boehm/flat.h"
#include "harness/session/census.h"
#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

namespace {

class Block {
 public:
  Block(std::size_t size, std::uint8_t fill) : bytes_(boehm::make_pointer_free(size)), size_(size) {
    std::memset(bytes_.get(), fill, size);
    session::count_created();
  }
  const char* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  boehm::Pointer<char> bytes_;
  std::size_t size_;
};

constexpr const char* kNotFlat =
    "its blocks are pointer-free and lie in no object: the headline has no pointers to save";

}  // namespace

void alloc_churn(session::Registry& registry) {
  using namespace workloads::alloc_churn;
  using Windows = session::Sharded<Window<Block, boehm::RootVector<Block>>>;
  registry.answer<InTurn, Windows>();
  registry.answer<AtRandom, Windows>();
  boehm::decline_flat(registry, InTurn::card().name, kNotFlat);
  boehm::decline_flat(registry, AtRandom::card().name, kNotFlat);
}

}  // namespace ovg::answers
