#include "harness/session/variant.h"

#include "raii_variants/arena/pool.h"

namespace ovg {

namespace {

class Arena final : public session::Variant {
  session::VariantCard card() const override {
    return {
        .name = "arena",
        .group = "ownership",
        .summary = "what dies together in one std::pmr::monotonic_buffer_resource, the rest as unique holds it",
        .library = "C++ standard library over malloc",
        .allocators = session::kMallocs,
        .configs = {{.name = "", .summary = "as written"},
                    {.name = "pool",
                     .summary = "what dies one by one and has a fixed size in a std::pmr::unsynchronized_pool_resource",
                     .apart = true}}};
  }

  void begin(const session::HeapRequest& request, measure::PauseLog& /*pauses*/) override {
    raii::pooled = request.config == "pool";
  }

  /// What is free stays with the pool until it is told.
  void trim() override {
    raii::pool.release();
    session::Variant::trim();
  }
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Arena>();
}

}  // namespace ovg
