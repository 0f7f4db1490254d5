// Ownership story: the documents stand inline in one std::vector, which owns them and outlives all readers. A
// reader borrows: its handle is a plain pointer into the vector, which copies like a number and frees
// nothing.

#include <vector>

#include "harness/session/registry.h"
#include "workloads/shared_readers/document.h"
#include "workloads/shared_readers/readers.h"

namespace ovg::answers {

namespace {

using namespace workloads::shared_readers;

class InlineShelf {
 public:
  explicit InlineShelf(const std::vector<Fields>& fields) : documents_(fields.begin(), fields.end()) {}
  const Document* borrow(std::size_t index) const { return &documents_[index]; }
  std::size_t size() const { return documents_.size(); }

 private:
  std::vector<Document> documents_;
};

}  // namespace

void shared_readers(session::Registry& registry) {
  registry.answer<Hot, Readers<InlineShelf>>();
  registry.answer<Cold, Readers<InlineShelf>>();
}

}  // namespace ovg::answers
