// Ownership story: the shelf owns each document through std::unique_ptr and outlives all readers. A unique
// owner cannot be copied, and need not be: a reader borrows through get(), which frees nothing.

#include <memory>
#include <vector>

#include "raii_variants/unique/drops.h"
#include "workloads/shared_readers/document.h"
#include "workloads/shared_readers/readers.h"

namespace ovg::answers {

namespace {

using namespace workloads::shared_readers;

class UniqueShelf {
 public:
  explicit UniqueShelf(const std::vector<Fields>& fields) {
    documents_.reserve(fields.size());
    for (const Fields& each : fields) documents_.push_back(std::make_unique<Document>(each));
  }
  const Document* borrow(std::size_t index) const { return documents_[index].get(); }
  std::size_t size() const { return documents_.size(); }

 private:
  std::vector<std::unique_ptr<Document>> documents_;
};

}  // namespace

void shared_readers(session::Registry& registry) {
  registry.answer<Hot, Readers<UniqueShelf>>();
  registry.answer<Cold, Readers<UniqueShelf>>();
  for (const std::string_view workload : {Hot::card().name, Cold::card().name}) {
    raii::decline_remedies(registry, workload);
  }
}

}  // namespace ovg::answers
