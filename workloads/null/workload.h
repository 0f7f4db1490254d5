#pragma once

#include <cstdint>

#include "harness/session/random.h"
#include "harness/session/workload.h"

/// Nothing but arithmetic: what the harness itself costs, in time and in memory, and how noisy the machine
/// was.
namespace ovg::workloads::null {

inline constexpr std::uint32_t kStepsPerOp = 100;

struct Op {
  std::uint64_t start;
};

using OpList = session::OpScript<Op>;

struct Question {
  using Script = OpList;

  static session::Card card() {
    return {.name = "null",
            .question = "Nothing is allocated, linked or dropped: 100 dependent arithmetic steps an op.",
            .expectation =
                "All variants tie. A difference is bias of link order or layout, or noise, and bounds what "
                "may be "
                "read from the other workloads.",
            .predictions = {{"cpu_ns_per_op", "value", "unique", session::Expect::kAlike, 1.02},
                            {"cpu_ns_per_op", "shared", "unique", session::Expect::kAlike, 1.02},
                            {"cpu_ns_per_op", "boehm", "unique", session::Expect::kAlike, 1.02}},
            .item = "arithmetic step",
            .items_per_op = kStepsPerOp,
            .open_loop = true};
  }

  static Script script(const session::Parameters& parameters) {
    Script script;
    script.shape.round_ops = parameters.scale == session::Scale::kSmoke ? 100 : 10'000;
    session::SplitMix64 random(parameters.script_seed);
    auto& ops = script.rounds.emplace_back();
    for (std::size_t op = 0; op < script.shape.round_ops; ++op) ops.push_back({random.next()});
    return script;
  }
};

}  // namespace ovg::workloads::null
