#include <array>

#include "harness/session/random.h"
#include "workloads/message_window/workload.h"

namespace ovg::workloads::message_window {

namespace {

std::vector<Op> draw_ops(session::SplitMix64& random, std::size_t messages, std::uint64_t first_id) {
  std::vector<Op> ops(messages / kMessagesPerOp);
  std::uint64_t id = first_id;
  for (Op& op : ops) {
    for (Arrival& arrival : op.arrivals) arrival = {.id = id++, .key = random.next()};
  }
  return ops;
}

}  // namespace

session::Card Question::card() {
  return {.name = "message_window",
          .question =
              "A queue of constant length: each new message, with 1 000 bytes of payload, every byte set, "
              "retires the oldest; four of them an op. Payloads hold no pointers.",
          .expectation =
              "value overwrites in place and has no tail. unique and shared pay for two blocks a message, and "
              "their worst op stays near 1 ms. boehm stops for 50 to 100 ms where it must scan 200 MB of "
              "payload (boehm:scanned), and 5 to 10 times shorter where payload is declared pointer-free; the "
              "incremental mode trades the longest pause for time and memory.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess},
                          {"service_max_ns", "value", "unique", session::Expect::kLess},
                          {"service_max_ns", "boehm:scanned", "unique", session::Expect::kMore},
                          {"gc_pause_max_ns", "boehm", "boehm:scanned", session::Expect::kLess, 5},
                          {"service_max_ns", "boehm", "unique", session::Expect::kMore},
                          {"gc_pause_max_ns", "boehm:incremental", "boehm", session::Expect::kLess},
                          {"cpu_ns_per_op", "boehm:incremental", "boehm", session::Expect::kMore},
                          {"rss_peak_bytes", "boehm:incremental", "boehm", session::Expect::kMore}},
          .item = "message",
          .items_per_op = kMessagesPerOp};
}

Script Question::script(const session::Parameters& parameters) {
  constexpr std::array<std::size_t, 4> kWindow{500, 20'000, 200'000, 200'000};
  constexpr std::array<std::size_t, 4> kTurnovers{2, 4, 2, 4};
  const auto scale = static_cast<std::size_t>(parameters.scale);
  session::SplitMix64 random(parameters.script_seed);

  Script script;
  script.window = kWindow.at(scale);
  script.setup.push_back(draw_ops(random, script.window, 0));
  // Whole turnovers, so that a round ends where it began; two at least, so that newcomer and leaver differ.
  const std::size_t messages = script.window * kTurnovers.at(scale);
  script.rounds.push_back(draw_ops(random, messages, script.window));
  script.shape = {
      .round_ops = script.rounds[0].size(),
      .live_bytes = script.window * (sizeof(Arrival::id) + kPayloadBytes),
      .expected = {.created_in_setup = script.window, .created_per_round = messages, .live_at_end = script.window}};
  return script;
}

}  // namespace ovg::workloads::message_window
