#include "workloads/cascade_drop/workload.h"

#include "harness/session/random.h"

namespace ovg::workloads::cascade_drop {

namespace {

struct Size {
  std::size_t ring;   // small owners
  int levels;         // of the big owner
  std::size_t turns;  // between two drops
};

constexpr std::array<Size, 4> kSizes{{{40, 10, 100}, {1'000, 14, 100'000}, {1'000, 20, 100'000}, {1'000, 23, 100'000}}};

std::uint64_t twigs_nodes(const Op& op) {
  std::uint64_t nodes = 0;
  for (const std::uint32_t value : op.values) nodes += twig_nodes(value);
  return nodes;
}

/// The turns that grow one big owner, evenly, and the drop of the one before it.
std::vector<Op> draw_round(session::SplitMix64& random, const Size& size, std::size_t nodes) {
  std::vector<Op> ops(size.turns + 1);
  for (std::size_t turn = 0; turn < size.turns; ++turn) {
    const std::size_t grown = (turn + 1) * nodes / size.turns - turn * nodes / size.turns;
    ops[turn] = {.values = {}, .kind = Kind::kTurn, .nodes = static_cast<std::uint8_t>(grown)};
  }
  ops.back().kind = Kind::kDrop;
  for (Op& op : ops) {
    for (std::uint32_t& value : op.values) value = static_cast<std::uint32_t>(random.next() >> 32);
  }
  return ops;
}

std::uint64_t nodes_created(const std::vector<Op>& ops) {
  std::uint64_t nodes = 0;
  for (const Op& op : ops) {
    if (op.kind == Kind::kTurn) nodes += twigs_nodes(op) + op.nodes;
  }
  return nodes;
}

/// Those that the last turns before the drop put there.
std::uint64_t nodes_in_ring(const std::vector<Op>& ops, std::size_t ring) {
  std::uint64_t nodes = 0;
  for (std::size_t turn = ops.size() - 1 - ring / kTwigsPerTurn; turn < ops.size() - 1; ++turn) {
    nodes += twigs_nodes(ops[turn]);
  }
  return nodes;
}

}  // namespace

session::Card Question::card() {
  return {.name = "cascade_drop",
          .question =
              "Four small owners of a ring are replaced in each op, beside the growth of a big one by a few "
              "nodes; one op in 1e5 drops a big owner, a balanced tree of up to 8 million nodes.",
          .expectation =
              "Who owns node by node frees node by node: unique's worst op takes about 8 ns for each node of "
              "the big owner, shared's about twice that, for its counts and indirect calls. value has the "
              "nodes in one vector and returns one block, whose pages the kernel takes back. boehm forgets "
              "the owner at once and pays at its next mark, in proportion to what lives and not to what was "
              "dropped. A drop deferred over many ops would be flat.",
          .predictions = {{"service_max_ns", "shared", "unique", session::Expect::kMore, 2},
                          {"service_max_ns", "value", "unique", session::Expect::kLess}},
          .item = "small owner (an op grows the big one, too)",
          .items_per_op = kTwigsPerTurn};
}

Script Question::script(const session::Parameters& parameters) {
  const Size& size = kSizes.at(static_cast<std::size_t>(parameters.scale));
  session::SplitMix64 random(parameters.script_seed);
  Script script;
  script.ring = size.ring;
  script.nodes = (std::size_t{1} << size.levels) - 1;
  script.setup.push_back(draw_round(random, size, script.nodes));
  const std::vector<Op>& ops = script.rounds.emplace_back(draw_round(random, size, script.nodes));

  constexpr std::uint64_t kNodeBytes = 2 * sizeof(void*) + sizeof(NodeValue);
  const std::uint64_t in_ring = nodes_in_ring(ops, size.ring);
  script.shape = {.round_ops = ops.size(),
                  .live_bytes = (script.nodes + in_ring) * kNodeBytes,
                  // At the drop, when two big owners are alive.
                  .peak_live_bytes = (2 * script.nodes + in_ring) * kNodeBytes,
                  .expected = {.created_in_setup = nodes_created(script.setup[0]),
                               .created_per_round = nodes_created(ops),
                               .live_at_end = script.nodes + in_ring}};
  return script;
}

}  // namespace ovg::workloads::cascade_drop
