#include "harness/session/variant.h"

namespace ovg {

namespace {

class Shared final : public session::Variant {
  session::VariantCard card() const override {
    return {.name = "shared",
            .group = "ownership",
            .summary = "counted owners: std::shared_ptr from std::make_shared",
            .library = "C++ standard library over malloc",
            .allocators = session::kMallocs,
            .configs = {{.name = "", .summary = "as written", .atomic_counts = true},
                        {.name = "single-threaded",
                         .summary = "in a process that never has a second thread, where libstdc++ counts "
                                    "without atomic operations",
                         .apart = true,
                         .single_threaded = true}}};
  }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Shared>();
}

}  // namespace ovg
