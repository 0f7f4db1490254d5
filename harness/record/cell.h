#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ovg::record {

/// The sides of a run that compares two builds, or one build in two environments.
inline constexpr const char* kBaseSide = "base";
inline constexpr const char* kHeadSide = "head";

/// What is measured: the unit that a plan is made of.
struct Cell {
  std::string workload, variant, config, allocator, scale;
  unsigned threads = 1;
  std::optional<std::uint64_t> live_mib;  // only where it is a parameter of the workload
  std::optional<double> load;             // % of what `unique` does in a closed loop; absent in a closed loop
  std::string arrivals = {};              // how ops follow each other: of `arrivals_names`; empty in a closed loop
  std::optional<std::uint64_t> heap_limit_bytes = {};  // fixed heap of a collector, where one was asked for
  std::string side = {};  // kBaseSide or kHeadSide in a run that compares two; otherwise empty
  auto operator<=>(const Cell&) const = default;
};

/// "variant", or "variant:config" for another config than the headline.
std::string variant_label(const std::string& variant, const std::string& config);

/// The first is what is meant where nothing is said.
const std::vector<std::string>& arrivals_names();

/// "2 threads, 64 MiB live, load 50 % fixed"; empty for a cell without such parameters.
std::string parameters_label(const Cell& cell);

/// "tree_build boehm:incremental/glibc", its parameters and its side where it has some.
/// "tree_build boehm:incremental/glibc, 64 MiB live (head)"
std::string cell_label(const Cell& cell);

/// The cell that such a label names, at a scale, which it does not say, and without its side. Empty for what
/// is no label, and for one with a heap, which labels round.
std::optional<Cell> cell_from_label(const std::string& label, const std::string& scale);

/// The same cell on the base side; itself in a run without sides.
Cell on_base(Cell cell);

/// Who answers aside, and on which side, what a cell asks: cells of one question must observe the same.
/// "request_server t2 live64"
std::string question_of(const Cell& cell);

/// The cell as a file name: "tree_build-boehm_incremental-glibc-quick-t1-live64-load50". Live size, load,
/// other arrivals than the usual, heap limit and side are named where the cell has them; what is not alphanumeric, '-',
/// '_' or '.' becomes
/// '_'.
std::string cell_slug(const Cell& cell);

/// The cell in closed loop.
Cell without_load(Cell cell);

}  // namespace ovg::record
