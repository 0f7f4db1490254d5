#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::plan {

/// The cells that a file names, one a line, in its order, each once: as a label ("tree_build boehm/glibc, 64
/// MiB live"), or as the JSON object that stands as `cell` in results.jsonl and in the manifest. A side is
/// left out of account, and empty lines. A label says no scale, so its cell is of `scale`. Cells that cannot
/// run are among them and say why.
///
/// Throws UsageError that names the line which is no cell, is of another scale, or has what nobody here has;
/// when the file cannot be read or names none; and when nothing is left to run.
std::vector<PlannedCell> only_cells(const std::filesystem::path& file, const std::string& scale,
                                    const catalogue::Catalogue& catalogue);

}  // namespace ovg::runner::plan
