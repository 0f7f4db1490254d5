#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/plan/plan.h"
#include "harness/runner/terminal/format.h"

namespace ovg::runner::terminal {

/// How long the rest will take: the manifest's estimates, corrected by how the trials so far compare with
/// theirs.
class Eta {
 public:
  void expect(double estimate_ms) { left_ms_ += estimate_ms; }
  void done(double estimate_ms, double actual_ms);
  double left_s() const;

 private:
  double left_ms_ = 0;
  double estimated_ms_ = 0;
  double actual_ms_ = 0;
};

/// What a person sees on standard error while it runs. On a terminal one line that is rewritten; elsewhere a
/// plain line at the start, at the end of a block, for every failure, and otherwise at most every 10 s.
/// Quiet: warnings only. Failures stand out where Ink allows that.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void pilot(std::size_t number, std::size_t total, const std::string& cell);
  void pilot_failed(const record::Cell& cell, record::Status status, const std::string& reason);
  /// The estimates of `cells` are summed over the trials `left` of `total` in so many blocks.
  void start(const std::vector<plan::PlannedCell>& cells, std::uint64_t blocks,
             const std::vector<plan::PlannedTrial>& left, std::size_t total);
  void repeats(const std::vector<plan::PlannedCell>& cells, const std::vector<plan::PlannedTrial>& again);
  void running(const plan::PlannedTrial& planned, const plan::PlannedCell& cell);
  void done(const record::Trial& trial, const plan::PlannedCell& cell);
  void block_done(std::uint64_t block);
  void step(const std::string& text);     // what it is at
  void finish();                          // leaves the terminal to what is printed next
  void line(const std::string& text);     // for the reader, dropped when quiet
  void warning(const std::string& text);  // always

 private:
  bool quiet_;
  bool terminal_;
  Ink ink_;
  bool shown_ = false;
  Eta eta_;
  std::size_t done_ = 0;
  std::size_t total_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t last_plain_ns_ = 0;
};

}  // namespace ovg::runner::terminal
