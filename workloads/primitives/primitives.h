#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "harness/session/escape.h"

/// What the single steps of managing memory cost. A question like the workloads, but without a script: these
/// are Google Benchmark programs, one for each variant, with the same benchmarks of the same sizes. Names,
/// sizes and loops stand here and nowhere else; a variant's primitives.cpp says only how it does each step.
///
/// | benchmark             | time of                                                                     |
/// |-----------------------|-----------------------------------------------------------------------------|
/// | allocate_free/BYTES   | making an uninitialised object and letting it go                            |
/// | copy_handle           | copying a handle and dropping the copy                                      |
/// | move_handle           | moving a handle onto an empty one                                           |
/// | dereference_chain/N   | one step along a chain of N nodes                                           |
/// | drop_tree/K           | dropping one tree of 2^K nodes, without building it (wall time, not CPU)    |
///
/// An `Answer` has:
/// - `Handle`, which refers to an Object (or is one), empty when default-made, and `Handle make_object()`;
/// - `void allocate_and_free<bytes>()`, of a Block<bytes>;
/// - `Chain`, made from a number of nodes, with `std::int64_t sum() const` that visits them in order;
/// - `Grove`, made from a K, with `grow()`, which makes all trees anew, and `roots()`, a vector of them;
///   `void drop(root)`;
/// - `kAllocateFreeLabel` and `kDropLabel`: what these two mean for this variant.
namespace ovg::workloads::primitives {

using BlockSizes = std::index_sequence<16, 64, 256, 4096, 65536>;  // bytes
inline constexpr std::array<std::int64_t, 3> kChainNodes{16, 1024, 65536};
inline constexpr std::array<std::int64_t, 4> kTreeDepths{4, 8, 12, 16};

/// Reading the clock costs about 25 ns, so a batch has to take several us, even where a tree is one block.
inline constexpr std::int64_t kNodesInBatch = 1 << 18;
inline constexpr std::int64_t kLeastTreesInBatch = 16;

/// Fixed, because --benchmark_min_time would count the drops only: where these are nearly free, it would
/// build trees for minutes. --benchmark_repetitions gives more.
inline constexpr std::int64_t kDropBatches = 8;

constexpr std::int64_t nodes_in_tree(std::int64_t depth) {
  return std::int64_t{1} << depth;
}

constexpr std::size_t trees_in_batch(std::int64_t depth) {
  return static_cast<std::size_t>(std::max(kNodesInBatch >> depth, kLeastTreesInBatch));
}

/// What handles refer to: as large as an employee.
struct Object {
  std::array<std::int64_t, 4> numbers{};
};

/// Its constructor keeps `new Block()` from clearing it.
template <std::size_t bytes>
struct Block {
  Block() {}  // NOLINT(modernize-use-equals-default)
  std::array<std::byte, bytes> content;
};

template <class Answer, std::size_t bytes>
void allocate_free(benchmark::State& state) {
  for (auto _ : state) Answer::template allocate_and_free<bytes>();
  state.SetLabel(Answer::kAllocateFreeLabel);
}

template <class Answer>
void copy_handle(benchmark::State& state) {
  using Handle = typename Answer::Handle;
  if constexpr (std::is_copy_constructible_v<Handle>) {
    Handle original = Answer::make_object();
    for (auto _ : state) {
      session::escape(&original);
      Handle copy = original;
      session::escape(&copy);
    }
  } else {
    state.SkipWithError("not applicable: the handle is the only owner and cannot be copied");
  }
}

template <class Answer>
void move_handle(benchmark::State& state) {
  // To and fro, so that each move finds a full handle and an empty one.
  std::array<typename Answer::Handle, 2> places{Answer::make_object(), typename Answer::Handle{}};
  std::size_t full = 0;
  for (auto _ : state) {
    places[1 - full] = std::move(places[full]);
    full = 1 - full;
    session::escape(places.data());
  }
}

/// The nodes follow each other in the order of their allocation, as in a list that was just built. It is the
/// best case for every allocator and prefetcher: what is compared is what a handle adds to a step, not the
/// memory.
template <class Answer>
void dereference_chain(benchmark::State& state) {
  const std::int64_t nodes = state.range(0);
  typename Answer::Chain chain(nodes);
  while (state.KeepRunningBatch(nodes)) {  // an iteration is a step
    session::escape(&chain);
    benchmark::DoNotOptimize(chain.sum());
  }
  state.SetItemsProcessed(state.iterations());
}

/// Timed by hand: PauseTiming and ResumeTiming cost more than most of these drops. Google Benchmark's CPU
/// time of these runs covers the building too and means nothing. The trees stand in the heap that the
/// benchmarks before them left behind: with glibc, a run of one K alone (--benchmark_filter) may drop twice
/// as fast.
template <class Answer>
void drop_tree(benchmark::State& state) {
  using Clock = std::chrono::steady_clock;
  typename Answer::Grove grove(state.range(0));
  for (auto _ : state) {
    grove.grow();
    const auto start = Clock::now();
    for (auto& root : grove.roots()) {
      Answer::drop(root);
      session::escape(&root);
    }
    const std::chrono::duration<double> elapsed = Clock::now() - start;
    state.SetIterationTime(elapsed.count() / static_cast<double>(grove.roots().size()));
  }
  state.SetLabel(Answer::kDropLabel);
}

template <class Answer, std::size_t... bytes>
void register_block_sizes(std::index_sequence<bytes...>) {
  (benchmark::RegisterBenchmark(("allocate_free/" + std::to_string(bytes)).c_str(), allocate_free<Answer, bytes>), ...);
}

template <class Answer>
void register_all() {
  register_block_sizes<Answer>(BlockSizes{});
  benchmark::RegisterBenchmark("copy_handle", copy_handle<Answer>);
  benchmark::RegisterBenchmark("move_handle", move_handle<Answer>);
  auto* const chain = benchmark::RegisterBenchmark("dereference_chain", dereference_chain<Answer>);
  for (const std::int64_t nodes : kChainNodes) chain->Arg(nodes);
  auto* const drop = benchmark::RegisterBenchmark("drop_tree", drop_tree<Answer>);
  for (const std::int64_t depth : kTreeDepths) drop->Arg(depth);
  drop->UseManualTime()->Iterations(kDropBatches);
}

}  // namespace ovg::workloads::primitives
