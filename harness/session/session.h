#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "harness/session/workload.h"

namespace ovg::session {

/// The live set as its owner finds it by walking it.
struct Live {
  std::uint64_t objects = 0;
  std::uint64_t observed = 0;
};

/// One answer at work on one script: what the driver calls. Constructing it and running its setup ops builds
/// the live set, destroying it drops the live set. Each call does one op and returns what the op observed.
class Session {
 public:
  virtual ~Session() = default;
  /// How many setup ops a thread has.
  virtual std::size_t setup_ops(unsigned thread) const = 0;
  /// Both are called concurrently for different threads.
  virtual std::uint64_t setup(unsigned thread, std::size_t step) = 0;
  virtual std::uint64_t op(unsigned thread, std::size_t step) = 0;
  virtual Live read_live() const = 0;
};

/// Gives an answer its script. `Body` is the answer: it is constructed from the script, has `op(const Op&)`,
/// or `op(unsigned thread, const Op&)` where the workload has threads, and `read_live()`; its destructor is
/// the drop.
template <class Script, class Body>
class ScriptedSession final : public Session {
 public:
  explicit ScriptedSession(std::shared_ptr<const Script> script) : script_(std::move(script)), body_(*script_) {
    for (const auto& ops : script_->rounds) rounds_.push_back(ops.data());
  }

  std::size_t setup_ops(unsigned thread) const override {
    return thread < script_->setup.size() ? script_->setup[thread].size() : 0;
  }
  std::uint64_t setup(unsigned thread, std::size_t step) override { return run(thread, script_->setup[thread][step]); }
  std::uint64_t op(unsigned thread, std::size_t step) override { return run(thread, rounds_[thread][step]); }
  Live read_live() const override { return body_.read_live(); }

 private:
  using Op = typename Script::Op;

  std::uint64_t run(unsigned thread, const Op& op) {
    if constexpr (requires(Body & body) { body.op(thread, op); }) {
      return body_.op(thread, op);
    } else {
      assert(thread == 0);
      return body_.op(op);
    }
  }

  std::shared_ptr<const Script> script_;
  std::vector<const Op*> rounds_;  // one load less per op than through the script
  Body body_;
};

}  // namespace ovg::session
