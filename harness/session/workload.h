#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "harness/session/census.h"
#include "harness/session/prediction.h"

namespace ovg::session {

enum class Scale : std::uint8_t { kSmoke, kQuick, kDefault, kFull };

std::string_view name_of(Scale scale);
std::optional<Scale> scale_named(std::string_view name);

/// The most threads that a trial can have.
inline constexpr unsigned kMostThreads = 64;

struct Parameters {
  Scale scale = Scale::kSmoke;
  std::uint64_t script_seed = 1;
  unsigned threads = 1;
  std::uint64_t live_mib = 0;  // one of the card's `live_sizes_mib`; 0: the smallest of them, or none to choose
};

/// What a workload asks, and what its authors expect, written before anything was measured.
struct Card {
  std::string_view name = {};                // as it is selected, such as "employee_bonus/batch"
  std::string_view question = {};            // what is allocated, linked, read and dropped
  std::string_view expectation = {};         // the predicted outcome, and why
  std::vector<Prediction> predictions = {};  // what of it a machine can judge
  std::string_view item = {};                // what one op repeats: the declared batch
  std::uint32_t items_per_op = 1;
  unsigned max_threads = 1;
  /// Whether the question is what threads do to each other: then plans take 1, 2, 4 ... of them. Other workloads with
  /// threads are measured with more than one in a sweep over threads, or when asked.
  bool about_threads = false;
  /// Live sizes that can be asked for, ascending, where the live set is a parameter.
  std::span<const std::uint64_t> live_sizes_mib = {};
  /// Whether its ops are requests, so that plans measure it in open loop too.
  bool open_loop = false;
  /// Whether the malloc underneath can matter; otherwise plans measure one.
  bool allocates = true;
  /// Whether it shows what a compiler or an idiom does, and no work that a program would do: then it is left out of
  /// means over workloads.
  bool demonstration = false;
};

/// What a trial of a workload consists of.
struct Shape {
  std::size_t round_ops = 0;  // per thread and round
  std::uint64_t warmup_rounds = 1;
  std::uint64_t live_bytes = 0;  // payload of the objects that live in steady state, without headers or handles
  /// The most payload that is ever alive, where that is more than `live_bytes`: a heap has to hold it.
  std::uint64_t peak_live_bytes = 0;
  Census expected = {};
};

/// The ops of a trial, generated from the seed before anything is timed, as plain data outside any collected
/// heap.
///
/// A round is the script run through once. From its second time on (the warm-up is the first) a round finds
/// the state that it leaves behind, so every steady round observes the same: a trial may run as many rounds
/// as the clock asks for, and its digest does not depend on how many they were.
struct Script {
  virtual ~Script() = default;
  Shape shape;
};

/// A script of ops of one type.
template <class OpType>
struct OpScript : Script {
  using Op = OpType;
  /// One list per thread, or none: what a thread builds here it builds itself, as it would in a program, so that its
  /// own allocator has it. Threads set up at the same time.
  std::vector<std::vector<Op>> setup;
  std::vector<std::vector<Op>> rounds;  // one list per thread
};

}  // namespace ovg::session
