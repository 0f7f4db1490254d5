// Ownership story: the shelf and every reader own a document together. A reader copies the handle, which counts up in
// the document itself, and drops the copy, which counts down. As with shared, a reviewer would let readers borrow
// where the shelf outlives them; the copy is the question. With more than one reader only atomic counts are right.

#include <vector>

#include "raii_variants/intrusive/owner.h"
#include "workloads/shared_readers/document.h"
#include "workloads/shared_readers/readers.h"

namespace ovg::answers {

namespace {

using namespace workloads::shared_readers;

template <class Owner>
class Shelf {
 public:
  explicit Shelf(const std::vector<Fields>& fields) {
    documents_.reserve(fields.size());
    for (const Fields& each : fields) documents_.push_back(Owner::template make<Document>(each));
  }
  typename Owner::template Handle<Document> borrow(std::size_t index) const { return documents_[index]; }
  std::size_t size() const { return documents_.size(); }

 private:
  std::vector<typename Owner::template Handle<Document>> documents_;
};

template <class Owner>
using Counting = Readers<Shelf<Owner>>;

}  // namespace

void shared_readers(session::Registry& registry) {
  raii::answer_counted<Hot, Counting>(registry);
  raii::answer_counted<Cold, Counting>(registry);
  raii::decline_local_counts(registry, Hot::card().name);
  raii::decline_local_counts(registry, Cold::card().name);
}

}  // namespace ovg::answers
