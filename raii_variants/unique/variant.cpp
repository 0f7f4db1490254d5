#include "harness/session/variant.h"

namespace ovg {

namespace {

class Unique final : public session::Variant {
  session::VariantCard card() const override {
    return {.name = "unique",
            .group = "ownership",
            .summary = "one owner for each object: std::unique_ptr, handed on by moves",
            .library = "C++ standard library over malloc",
            .allocators = session::kMallocs,
            .configs = {{"", "as written"}}};
  }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Unique>();
}

}  // namespace ovg
