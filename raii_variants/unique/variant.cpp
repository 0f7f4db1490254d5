#include "harness/session/variant.h"

#include <chrono>

#include "raii_variants/unique/drops.h"

namespace ovg {

namespace {

class Unique final : public session::Variant {
  session::VariantCard card() const override {
    return {.name = "unique",
            .group = "ownership",
            .summary = "one owner for each object: std::unique_ptr, handed on by moves",
            .library = "C++ standard library over malloc",
            .allocators = session::kMallocs,
            .configs = {
                {"", "as written"},
                {"deferred", "what is dropped and big is kept, and freed by 128 nodes in each op, and in idle time"},
                {"background", "what is dropped and big is handed to a thread that frees it"}}};
  }

  void begin(const session::HeapRequest& request, measure::PauseLog& /*pauses*/) override {
    using enum raii::WayOfDropping;
    const bool in_background = request.config == "background";
    reaper_ = in_background ? std::make_unique<raii::Reaper>() : nullptr;
    raii::reaper = reaper_.get();
    raii::way_of_dropping = in_background ? kBackground : request.config == "deferred" ? kDeferred : kAtOnce;
  }

  bool uses_idle() const override { return raii::way_of_dropping == raii::WayOfDropping::kDeferred; }

  /// Leaves a quarter of the time, so that the next op is not kept waiting by the last step.
  void idle(std::uint64_t ns) override {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point until = Clock::now() + std::chrono::nanoseconds(ns / 4 * 3);
    while (raii::backlog_of_thread != nullptr && raii::backlog_of_thread->free_some(raii::kNodesPerOp) &&
           Clock::now() < until) {
    }
  }

  void trim() override {
    if (reaper_ != nullptr) reaper_->drain();
    session::Variant::trim();
  }

  std::unique_ptr<raii::Reaper> reaper_;
};

}  // namespace

std::unique_ptr<session::Variant> session::make_variant() {
  return std::make_unique<Unique>();
}

}  // namespace ovg
