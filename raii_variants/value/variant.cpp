#include "harness/session/variant.h"

namespace ovg {

namespace {

class Value final : public session::Variant {
  session::VariantCard card() const override {
    return {.name = "value",
            .group = "ownership",
            .summary = "objects inline: on the stack, or in std::vector with indices for links",
            .library = "C++ standard library over malloc",
            .allocators = session::kMallocs,
            .configs = {{"", "as written"}}};
  }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Value>();
}

}  // namespace ovg
