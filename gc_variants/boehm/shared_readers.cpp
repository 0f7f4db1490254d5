// Ownership story: nobody owns a document. A reader copies a pointer; while the copy stands on the stack of a
// registered thread it would keep the document alive by itself. Documents hold no pointers and say so.

#include "gc_variants/boehm/flat.h"
#include "harness/session/registry.h"
#include "workloads/shared_readers/document.h"
#include "workloads/shared_readers/readers.h"

namespace ovg::answers {

namespace {

using namespace workloads::shared_readers;

class CollectedShelf {
 public:
  explicit CollectedShelf(const std::vector<Fields>& fields) {
    documents_.reserve(fields.size());
    for (const Fields& each : fields) documents_.push_back(boehm::make_leaf<const Document>(each));
  }
  const Document* borrow(std::size_t index) const { return documents_[index].get(); }
  std::size_t size() const { return documents_.size(); }

 private:
  boehm::RootVector<boehm::Pointer<const Document>> documents_;
};

constexpr const char* kNotFlat = "handles are its question, and a flat layout has none";

}  // namespace

void shared_readers(session::Registry& registry) {
  registry.answer<Hot, Readers<CollectedShelf>>();
  registry.answer<Cold, Readers<CollectedShelf>>();
  boehm::decline_flat(registry, Hot::card().name, kNotFlat);
  boehm::decline_flat(registry, Cold::card().name, kNotFlat);
}

}  // namespace ovg::answers
