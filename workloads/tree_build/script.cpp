#include <array>
#include <bit>

#include "harness/session/random.h"
#include "workloads/tree_build/workload.h"

namespace ovg::workloads::tree_build {

namespace {

struct Size {
  int deepest;          // of the short-lived trees
  int permanent;        // depth of the permanent tree
  std::size_t volume;   // short-lived nodes built of each depth in a round, about
  std::size_t numbers;  // in the permanent array
};

constexpr std::array<Size, 4> kSizes{{{8, 8, 1U << 9, 1U << 8},
                                      {14, 16, 1U << 15, 1U << 16},
                                      {16, 18, 1U << 17, 1U << 18},
                                      {20, 21, 1U << 21, 1U << 21}}};

class TreeWriter {
 public:
  explicit TreeWriter(std::uint64_t seed) : random_(seed) {}

  /// Appends the ops that build one tree. Returns how many nodes it has.
  std::uint64_t append_tree(std::vector<Op>& ops, int depth) {
    std::uint64_t nodes = 0;
    const std::uint32_t subtrees = 1U << (depth - kLeafDepth);
    for (std::uint32_t subtree = 1; subtree <= subtrees; ++subtree) {
      // A binary counter: the k-th subtree completes as many levels as k has trailing zeros.
      const auto merges = static_cast<std::uint8_t>(std::countr_zero(subtree));
      const bool hole = subtrees > 1 && random_.below(8) == 0;
      ops.push_back({Kind::kGrow, static_cast<std::uint8_t>(depth), merges, hole, draw()});
      nodes += (hole ? 0 : kLeafNodes) + merges;
    }
    return nodes;
  }

  Op drop(int depth) { return {Kind::kDrop, static_cast<std::uint8_t>(depth), 0, false, draw()}; }

 private:
  std::uint32_t draw() { return static_cast<std::uint32_t>(random_.next() >> 33); }

  session::SplitMix64 random_;
};

}  // namespace

session::Card Question::card() {
  return {.name = "tree_build",
          .question =
              "Binary trees of depth 4 and up are grown 31 nodes an op, walked and dropped in one op each, "
              "beside a "
              "permanent tree and a permanent array of numbers. Each thread has trees and an array of its own.",
          .expectation =
              "value, which puts a tree's nodes into one vector, is far ahead. unique is faster than shared and "
              "than "
              "boehm: the folklore that collectors win here is not expected to hold. The worst op of unique and "
              "shared is the drop of a deep tree, boehm's a mark of the permanent one.",
          .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kLess, 2},
                          {"cpu_ns_per_op", "value", "shared", session::Expect::kLess, 2},
                          {"cpu_ns_per_op", "value", "boehm", session::Expect::kLess, 2},
                          {"cpu_ns_per_op", "unique", "shared", session::Expect::kLess},
                          {"cpu_ns_per_op", "unique", "boehm", session::Expect::kLess}},
          .item = "node (an op that completes levels adds one each)",
          .items_per_op = kLeafNodes,
          .max_threads = session::kMostThreads};
}

Script Question::script(const session::Parameters& parameters) {
  const Size& size = kSizes.at(static_cast<std::size_t>(parameters.scale));
  TreeWriter writer(parameters.script_seed);
  Script script;
  script.permanent_array = size.numbers;

  std::uint64_t permanent_nodes = 0;
  std::uint64_t nodes = 0;
  for (unsigned thread = 0; thread < parameters.threads; ++thread) {
    std::vector<Op>& setup = script.setup.emplace_back();
    permanent_nodes += writer.append_tree(setup, size.permanent);
    setup.push_back({Kind::kKeep, static_cast<std::uint8_t>(size.permanent), 0, false, 0});

    std::vector<Op>& ops = script.rounds.emplace_back();
    for (int depth = kLeafDepth; depth <= size.deepest; depth += 2) {
      for (std::size_t trees = size.volume >> (depth + 1); trees > 0; --trees) {
        nodes += writer.append_tree(ops, depth);
        ops.push_back(writer.drop(depth));
      }
    }
  }
  constexpr std::uint64_t kNodeBytes = 2 * sizeof(void*) + sizeof(NodeValue);
  script.shape = {
      .round_ops = script.rounds[0].size(),
      .live_bytes = permanent_nodes * kNodeBytes + parameters.threads * size.numbers * sizeof(double),
      .expected = {.created_in_setup = permanent_nodes, .created_per_round = nodes, .live_at_end = permanent_nodes}};
  return script;
}

}  // namespace ovg::workloads::tree_build
