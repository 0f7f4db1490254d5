#include "harness/session/lane.h"

#include <utility>

#include "harness/session/census.h"

namespace ovg::session {

using measure::OpenLoop;
using measure::Ticker;

std::unique_ptr<Session> Lane::make_session(const Answer& answer, std::shared_ptr<const Script> script,
                                            std::uint64_t threshold_ns) {
  const std::uint64_t created_before = created_by_thread;
  Ticker ticker(timeline_, measure::Phase::kSetup, threshold_ns);
  std::unique_ptr<Session> session = answer.make_session(std::move(script));
  ticker.tick();
  created_in_setup_ += created_by_thread - created_before;
  return session;
}

void Lane::run_setup(Session& session, std::uint64_t threshold_ns) {
  const std::uint64_t created_before = created_by_thread;
  const std::size_t ops = session.setup_ops(thread_);
  Ticker ticker(timeline_, measure::Phase::kSetup, threshold_ns);
  for (std::size_t step = 0; step < ops; ++step) {
    setup_digest_.fold(session.setup(thread_, step));
    ticker.tick();
  }
  created_in_setup_ += created_by_thread - created_before;
}

template <class Op>
void Lane::repeat(const Rounds& rounds, Op op) {
  rounds_agree_ = true;
  for (std::uint64_t round = 0; round < rounds.count; ++round) {
    const std::uint64_t created_before = created_by_thread;
    Round seen;
    for (std::size_t step = 0; step < rounds.ops; ++step) seen.digest.fold(op(step));
    seen.created = created_by_thread - created_before;
    if (round > 0 && seen != round_) rounds_agree_ = false;
    round_ = seen;
  }
}

void Lane::run_rounds(Session& session, const Rounds& rounds) {
  timeline_.restart_series(rounds.phase_start_ns);
  if (rounds.schedule == nullptr) {
    Ticker ticker(timeline_, rounds.phase, rounds.threshold_ns);
    repeat(rounds, [&](std::size_t step) {
      const std::uint64_t observed = session.op(thread_, step);
      ticker.tick();
      return observed;
    });
    return;
  }
  OpenLoop loop(timeline_, rounds.phase, rounds.threshold_ns, *rounds.schedule, rounds.idle);
  repeat(rounds, [&](std::size_t step) {
    loop.wait();
    const std::uint64_t observed = session.op(thread_, step);
    loop.tick();
    return observed;
  });
  kept_up_ = loop.kept_up();
  waited_ns_ = loop.waited_ns();
}

}  // namespace ovg::session
