#include "harness/session/variant.h"

#include <boost/version.hpp>

#include "raii_variants/intrusive/owner.h"

namespace ovg {

namespace {

class Intrusive final : public session::Variant {
  session::VariantCard card() const override {
    return {
        .name = "intrusive",
        .group = "ownership",
        .summary = "counted owners, the count in the object: boost::intrusive_ptr, counting without atomic operations",
        .library = "Boost " BOOST_LIB_VERSION " over malloc",
        .allocators = session::kMallocs,
        .configs = {{.name = "", .summary = "as written", .apart = true},
                    {.name = "atomic",
                     .summary = "counts with atomic operations, so that threads may share objects",
                     .apart = true,
                     .atomic_counts = true}}};
  }

  void begin(const session::HeapRequest& request, measure::PauseLog& /*pauses*/) override {
    raii::counts_are_atomic = request.config == "atomic";
  }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Intrusive>();
}

}  // namespace ovg
