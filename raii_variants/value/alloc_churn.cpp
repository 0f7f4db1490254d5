// Ownership story: a block is a std::vector of bytes held by value in its slot of the window. Assigning the
// new block frees the bytes of the old one, in that op. A new vector each time, not `assign`: the question is
// what allocation costs.

#include <cstddef>

#include "harness/session/census.h"
#include "harness/session/registry.h"
#include "harness/session/sharded.h"
#include "workloads/alloc_churn/window.h"

namespace ovg::answers {

namespace {

class Block {
 public:
  Block(std::size_t size, std::uint8_t fill) : bytes_(size, std::byte{fill}) { session::count_created(); }
  const std::byte* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace

void alloc_churn(session::Registry& registry) {
  using namespace workloads::alloc_churn;
  using Windows = session::Sharded<Window<Block>>;
  registry.answer<InTurn, Windows>();
  registry.answer<AtRandom, Windows>();
}

}  // namespace ovg::answers
