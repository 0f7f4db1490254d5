#include "harness/session/lane.h"

#include <utility>

#include "harness/session/census.h"

namespace ovg::session {

using Ticker = measure::Timeline::Ticker;

std::unique_ptr<Session> Lane::run_setup(const Answer& answer, std::shared_ptr<const Script> script,
                                         std::uint64_t threshold_ns) {
  const std::uint64_t created_before = created_by_thread;
  const std::size_t ops = script->shape.setup_ops;
  Ticker ticker(timeline_, measure::Phase::kSetup, threshold_ns);
  std::unique_ptr<Session> session = answer.make_session(std::move(script));
  for (std::size_t step = 0; step < ops; ++step) {
    setup_digest_.fold(session->setup(step));
    ticker.tick();
  }
  created_in_setup_ = created_by_thread - created_before;
  return session;
}

void Lane::run_rounds(Session& session, std::size_t ops, std::uint64_t rounds, measure::Phase phase,
                      std::uint64_t threshold_ns) {
  rounds_agree_ = true;
  Ticker ticker(timeline_, phase, threshold_ns);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const std::uint64_t created_before = created_by_thread;
    Round seen;
    for (std::size_t step = 0; step < ops; ++step) {
      seen.digest.fold(session.op(thread_, step));
      ticker.tick();
    }
    seen.created = created_by_thread - created_before;
    if (round > 0 && seen != round_) rounds_agree_ = false;
    round_ = seen;
  }
}

}  // namespace ovg::session
