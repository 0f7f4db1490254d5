#include "harness/session/random.h"
#include "workloads/alloc_churn/workload.h"

namespace ovg::workloads::alloc_churn {

namespace {

struct Share {
  std::uint16_t size;
  std::uint32_t per_mille;
};

// Median 32 bytes, as the objects of DaCapo; the mean, 99 bytes, lies above DaCapo's 58 because of the few
// large blocks.
constexpr std::array<Share, 9> kMix{
    {{16, 250}, {32, 300}, {48, 150}, {64, 120}, {128, 95}, {256, 50}, {512, 20}, {1024, 10}, {4096, 5}}};

std::uint16_t draw_size(session::SplitMix64& random) {
  std::uint64_t at = random.below(1000);
  for (const Share& share : kMix) {
    if (at < share.per_mille) return share.size;
    at -= share.per_mille;
  }
  return kMix.back().size;
}

std::vector<Op> draw_ops(session::SplitMix64& random, std::size_t blocks) {
  std::vector<Op> ops(blocks / kBlocksPerOp);
  for (Op& op : ops) {
    for (std::uint16_t& size : op.sizes) size = draw_size(random);
    op.fill = static_cast<std::uint8_t>(random.below(256));
  }
  return ops;
}

std::uint64_t bytes_in(const std::vector<Op>& ops, std::size_t blocks) {
  std::uint64_t bytes = 0;
  for (std::size_t op = ops.size() - blocks / kBlocksPerOp; op < ops.size(); ++op) {
    for (const std::uint16_t size : ops[op].sizes) bytes += size;
  }
  return bytes;
}

}  // namespace

session::Card Question::card() {
  return {.name = "alloc_churn",
          .question =
              "Eight of the oldest blocks of a sliding window are replaced by new ones of 16 to 4096 bytes, all "
              "bytes "
              "set; the blocks hold no pointers.",
          .expectation =
              "Every ownership variant costs a malloc and a free, flat at 20 to 30 ns a block beside the setting "
              "of "
              "its bytes; shared adds its control block. boehm is slower and very sensitive to its initial heap, "
              "which is small here because little is alive; large blocks favour malloc.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm:default-heap", "boehm", session::Expect::kMore}},
          .item = "block",
          .items_per_op = kBlocksPerOp};
}

Script Question::script(const session::Parameters& parameters) {
  constexpr std::array<std::size_t, 4> kWindow{1'000, 10'000, 10'000, 100'000};
  constexpr std::array<std::size_t, 4> kTurnovers{2, 8, 8, 2};
  const auto scale = static_cast<std::size_t>(parameters.scale);
  session::SplitMix64 random(parameters.script_seed);

  Script script;
  script.window = kWindow.at(scale);
  script.setup = draw_ops(random, script.window);
  // Whole turnovers, so that a round ends where it began.
  const std::size_t blocks = script.window * kTurnovers.at(scale);
  script.rounds.push_back(draw_ops(random, blocks));
  script.shape = {
      .setup_ops = script.setup.size(),
      .round_ops = script.rounds[0].size(),
      .live_bytes = bytes_in(script.rounds[0], script.window),
      .expected = {.created_in_setup = script.window, .created_per_round = blocks, .live_at_end = script.window}};
  return script;
}

}  // namespace ovg::workloads::alloc_churn
