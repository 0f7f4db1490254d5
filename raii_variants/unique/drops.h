#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "harness/session/drops.h"
#include "harness/session/registry.h"
#include "raii_variants/unique/reaper.h"

/// When something big is freed that its owner has let go of: at once, or by one of the remedies below. All are over
/// the same std::unique_ptr and the same bodies; the config says which.
namespace ovg::raii {

enum class WayOfDropping : std::uint8_t { kAtOnce, kDeferred, kBackground };

/// Set when a trial begins.
inline WayOfDropping way_of_dropping = WayOfDropping::kAtOnce;
inline std::size_t chosen_way() {
  return static_cast<std::size_t>(way_of_dropping);
}

/// Nodes that an op frees of what was put off. The biggest owners grow by 84 nodes an op, so that each is gone before
/// the next one comes.
inline constexpr std::size_t kNodesPerOp = 128;

/// What a thread has put off.
class Backlog {
 public:
  virtual ~Backlog() = default;
  /// Returns whether anything is left.
  virtual bool free_some(std::size_t nodes) = 0;
};
inline thread_local Backlog* backlog_of_thread = nullptr;  // for idle time

/// Keeps what was dropped and takes it apart node by node, a few in each op of the thread that dropped it.
template <class Handle>
class Deferred final : public Backlog {
 public:
  Deferred() = default;
  Deferred(const Deferred&) = delete;
  Deferred& operator=(const Deferred&) = delete;
  ~Deferred() override {
    if (backlog_of_thread == this) backlog_of_thread = nullptr;
  }

  void drop(Handle& root) {
    backlog_of_thread = this;
    pending_.push_back(std::move(root));
  }
  void drop(std::vector<Handle>& all) {
    backlog_of_thread = this;
    if (pending_.empty()) {
      pending_.swap(all);
    } else {
      for (Handle& each : all) pending_.push_back(std::move(each));
    }
  }
  void work() { free_some(kNodesPerOp); }

  bool free_some(std::size_t nodes) override {
    for (; nodes > 0 && !pending_.empty(); --nodes) {
      const Handle node = std::move(pending_.back());
      pending_.pop_back();
      if constexpr (requires { node->left; }) {
        if (node == nullptr) continue;
        if (node->right) pending_.push_back(std::move(node->right));
        if (node->left) pending_.push_back(std::move(node->left));
      }
    }
    return !pending_.empty();
  }

 private:
  std::vector<Handle> pending_;  // of a tree, never more than its levels
};

/// Hands what was dropped to a thread that frees it.
template <class Handle>
class Background {
 public:
  static void drop(Handle& root) { reaper->take(std::move(root)); }
  static void drop(std::vector<Handle>& all) { reaper->take(std::exchange(all, {})); }
  static void work() {}
};

/// Enters `Body<Drops>` for each way of dropping.
template <class Question, template <template <class> class> class Body>
void answer_each_way(session::Registry& registry) {
  registry.answer_by<Question, &chosen_way, Body<session::AtOnce>, Body<Deferred>, Body<Background>>();
}

/// For workloads in which no op drops anything big.
inline void decline_remedies(session::Registry& registry, std::string_view workload) {
  for (const std::string_view config : {"deferred", "background"}) {
    registry.not_applicable(workload, "no op drops anything big, so that there is nothing to put off: take unique",
                            {.config = config});
  }
}

}  // namespace ovg::raii
