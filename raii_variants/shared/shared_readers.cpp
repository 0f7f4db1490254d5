// Ownership story: the shelf and every reader own a document together. A reader copies the std::shared_ptr,
// which counts up, and drops the copy, which counts down; whoever is last would free. A reviewer would let
// readers borrow where, as here, the shelf outlives them; the copy is what code does that cannot know that,
// and it is the question. The count stands beside the document, as std::make_shared puts it.

#include <memory>
#include <vector>

#include "harness/session/registry.h"
#include "workloads/shared_readers/document.h"
#include "workloads/shared_readers/readers.h"

namespace ovg::answers {

namespace {

using namespace workloads::shared_readers;

class SharedShelf {
 public:
  explicit SharedShelf(const std::vector<Fields>& fields) {
    documents_.reserve(fields.size());
    for (const Fields& each : fields) documents_.push_back(std::make_shared<const Document>(each));
  }
  std::shared_ptr<const Document> borrow(std::size_t index) const { return documents_[index]; }
  std::size_t size() const { return documents_.size(); }

 private:
  std::vector<std::shared_ptr<const Document>> documents_;
};

}  // namespace

void shared_readers(session::Registry& registry) {
  registry.answer<Hot, Readers<SharedShelf>>();
  registry.answer<Cold, Readers<SharedShelf>>();
}

}  // namespace ovg::answers
