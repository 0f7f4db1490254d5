#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/record/trial.h"

namespace ovg::runner {

/// The ok trials of a run by cell and block, to compare cells within blocks. Refers to the trials: do not
/// outlive them.
class PairedRatios {
 public:
  explicit PairedRatios(const std::vector<record::Trial>& trials);

  /// The metric of one cell over that of another, for each block in which both have it, in the order of
  /// blocks; a cell's value in a block is the median of its trials. A block in which one is zero is left out.
  std::vector<double> of(const record::Cell& cell, const record::Cell& base, const std::string& metric) const;

  /// Whether a trial of the cell carries a note.
  bool has_note(const record::Cell& cell, std::string_view note) const;

 private:
  using ByBlock = std::map<std::uint64_t, std::vector<const record::Trial*>>;

  std::map<record::Cell, ByBlock> trials_;
};

/// Of a list that is not empty; the mean of the two in the middle where it is even.
double median(std::vector<double> values);

}  // namespace ovg::runner
