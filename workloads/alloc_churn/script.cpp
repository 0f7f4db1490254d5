#include <array>
#include <initializer_list>
#include <numeric>
#include <vector>

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

enum class Lifetimes : std::uint8_t { kInTurn, kAtRandom };

std::vector<Op> draw_ops(session::SplitMix64& random, std::size_t blocks, std::size_t window, Lifetimes lifetimes) {
  std::vector<Op> ops(blocks / kBlocksPerOp);
  std::uint32_t next = 0;
  for (Op& op : ops) {
    for (std::uint32_t& slot : op.slots) {
      slot = lifetimes == Lifetimes::kInTurn ? next : static_cast<std::uint32_t>(random.below(window));
      if (++next == window) next = 0;
    }
    for (std::uint16_t& size : op.sizes) size = draw_size(random);
    op.fill = static_cast<std::uint8_t>(random.below(256));
  }
  return ops;
}

/// What stands in the window when these ops have been done.
std::uint64_t bytes_left(std::size_t window, std::initializer_list<const std::vector<Op>*> lists) {
  std::vector<std::uint16_t> sizes(window);
  for (const std::vector<Op>* ops : lists) {
    for (const Op& op : *ops) {
      for (std::size_t block = 0; block < kBlocksPerOp; ++block) sizes[op.slots[block]] = op.sizes[block];
    }
  }
  return std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
}

Script write_script(const session::Parameters& parameters, Lifetimes lifetimes) {
  constexpr std::array<std::size_t, 4> kWindow{1'000, 10'000, 10'000, 100'000};
  constexpr std::array<std::size_t, 4> kTurnovers{2, 8, 8, 2};
  const auto scale = static_cast<std::size_t>(parameters.scale);
  session::SplitMix64 random(parameters.script_seed);

  Script script;
  script.window = kWindow.at(scale);
  // Whole turnovers, so that a round in turn ends where it began.
  const std::size_t blocks = script.window * kTurnovers.at(scale);
  for (unsigned thread = 0; thread < parameters.threads; ++thread) {
    const auto& setup = script.setup.emplace_back(draw_ops(random, script.window, script.window, Lifetimes::kInTurn));
    const auto& round = script.rounds.emplace_back(draw_ops(random, blocks, script.window, lifetimes));
    script.shape.live_bytes += bytes_left(script.window, {&setup, &round});
  }
  script.shape.round_ops = script.rounds[0].size();
  script.shape.expected = {.created_in_setup = parameters.threads * script.window,
                           .created_per_round = parameters.threads * blocks,
                           .live_at_end = parameters.threads * script.window};
  return script;
}

}  // namespace

session::Card InTurn::card() {
  return {.name = "alloc_churn",
          .question =
              "Eight of the oldest blocks of a sliding window are replaced by new ones of 16 to 4096 bytes, all "
              "bytes set; the blocks hold no pointers. Each thread has a window of its own.",
          .expectation =
              "Every ownership variant costs a malloc and a free, flat at 20 to 30 ns a block beside the setting "
              "of its bytes; shared adds its control block. boehm is slower and very sensitive to its initial heap, "
              "which is small here because little is alive; large blocks favour malloc.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm:default-heap", "boehm", session::Expect::kMore}},
          .item = "block",
          .items_per_op = kBlocksPerOp,
          .max_threads = session::kMostThreads};
}

session::Card AtRandom::card() {
  return {.name = "alloc_churn/random",
          .question =
              "alloc_churn, but for what is replaced: any eight blocks of the window, so that lifetimes are random.",
          .expectation =
              "What dies lies apart: malloc gets back single blocks from many pages and uses them again with misses, "
              "boehm sweeps as ever. The ownership variants lose some of their lead.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.5},
                          {"cpu_ns_per_op", "shared", "unique", session::Expect::kMore},
                          {"cpu_ns_per_op", "boehm", "unique", session::Expect::kMore}},
          .item = "block",
          .items_per_op = kBlocksPerOp,
          .max_threads = session::kMostThreads};
}

Script InTurn::script(const session::Parameters& parameters) {
  return write_script(parameters, Lifetimes::kInTurn);
}

Script AtRandom::script(const session::Parameters& parameters) {
  return write_script(parameters, Lifetimes::kAtRandom);
}

}  // namespace ovg::workloads::alloc_churn
