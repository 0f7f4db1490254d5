#include "harness/session/variant.h"

namespace ovg {

namespace {

constexpr std::string_view kSingleThreaded = "single-threaded";

class Shared final : public session::Variant {
  session::VariantCard card() const override {
    return {.name = "shared",
            .group = "ownership",
            .summary = "counted owners: std::shared_ptr from std::make_shared",
            .library = "C++ standard library over malloc",
            .allocators = session::kMallocs,
            .configs = {{"", "as written"},
                        {kSingleThreaded,
                         "in a process that never has a second thread, where libstdc++ counts without "
                         "atomic operations"}}};
  }

  bool ever_threaded(std::string_view config) const override { return config != kSingleThreaded; }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Shared>();
}

}  // namespace ovg
