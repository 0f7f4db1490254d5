#pragma once

#include <string>
#include <vector>

#include "harness/record/trial.h"
#include "harness/runner/run_directory/store.h"

namespace ovg::runner::run_directory {

/// Writes the histograms of a run for HdrHistogram's readers, made anew from the trials' own files. For each
/// cell with trials that are ok: hist/CELL.hlog with a line for each of them, in the order given, and each
/// kind of time that it has (tags `service` and `response`), and for each kind hist/CELL.TAG.hgrm of all
/// of them merged. A line's interval is the life of the trial's process. CELL is `cell_slug`. What cannot be
/// read is left out; returns a sentence for each such file. Takes some ms a trial. Throws UsageError when it
/// cannot write.
std::vector<std::string> write_hdr_files(const Store& store, const std::vector<record::Trial>& trials);

}  // namespace ovg::runner::run_directory
