#pragma once

#include <cstdint>
#include <memory>

#include "harness/measure/open_loop.h"
#include "harness/measure/timeline.h"
#include "harness/session/digest.h"
#include "harness/session/registry.h"

namespace ovg::session {

/// What one mutator thread does and what is seen of it: its ops, its timeline, its digests.
class Lane {
 public:
  /// Interruptions kept per thread.
  static constexpr std::size_t kLogCapacity = 8192;

  Lane(unsigned thread, const measure::Clock& clock) : thread_(thread), timeline_(clock, kLogCapacity) {}

  /// The making is an op of setup like those that follow.
  std::unique_ptr<Session> make_session(const Answer& answer, std::shared_ptr<const Script> script,
                                        std::uint64_t threshold_ns);
  void run_setup(Session& session, std::uint64_t threshold_ns);

  struct Rounds {
    std::size_t ops = 0;  // in one of them
    std::uint64_t count = 0;
    measure::Phase phase = measure::Phase::kSteady;
    std::uint64_t phase_start_ns = 0;  // the zero of the latency series
    std::uint64_t threshold_ns = 0;
    const measure::Schedule* schedule = nullptr;  // open loop
    measure::OpenLoop::Idle idle;
  };
  /// Runs whole rounds. Each must observe and create the same as the one before it; the first has none.
  void run_rounds(Session& session, const Rounds& rounds);

  measure::Timeline& timeline() { return timeline_; }
  const Digest& setup_digest() const { return setup_digest_; }
  const Digest& round_digest() const { return round_.digest; }
  std::uint64_t created_in_setup() const { return created_in_setup_; }
  std::uint64_t created_per_round() const { return round_.created; }
  /// Of the last phase, and so is what follows.
  bool rounds_agree() const { return rounds_agree_; }
  bool kept_up() const { return kept_up_; }
  std::uint64_t waited_ns() const { return waited_ns_; }

 private:
  struct Round {
    Digest digest;
    std::uint64_t created = 0;
    bool operator==(const Round&) const = default;
  };
  template <class Op>
  void repeat(const Rounds& rounds, Op op);

  unsigned thread_;
  measure::Timeline timeline_;
  Digest setup_digest_;
  std::uint64_t created_in_setup_ = 0;
  Round round_;
  bool rounds_agree_ = true;
  bool kept_up_ = true;
  std::uint64_t waited_ns_ = 0;
};

}  // namespace ovg::session
