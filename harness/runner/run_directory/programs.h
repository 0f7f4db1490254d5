#pragma once

#include <filesystem>
#include <vector>

#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"

namespace ovg::runner::run_directory {

/// The side with the programs of a catalogue, their sums and how they were built.
Side describe_side(const catalogue::Catalogue& catalogue, os::Signals& signals);

/// Adds all that the processes of a side load. `common` is what both sides set, `mallocs` are the libraries
/// that cells preload. Throws UsageError when a library that LD_PRELOAD names is not loaded into every child:
/// the side would quietly be measured without it.
void add_libraries(Side& side, const os::Variables& common, const std::vector<std::filesystem::path>& mallocs,
                   os::Signals& signals);

/// Makes links to the programs of both sides in the run directory and has them started from there:
/// DIRECTORY/sides/base/bench_unique and DIRECTORY/sides/head/bench_unique. The path of a program stands on
/// its stack twice, and children keep copies of it in their heaps: those of the sides are to have the same
/// length. Does nothing in a run of one side. Throws std::filesystem::filesystem_error.
void link_programs(Manifest& manifest, const std::filesystem::path& directory);

/// Throws UsageError that names the first program or library which is another than that of the manifest.
void check_same_files(const Manifest& manifest, os::Signals& signals);

}  // namespace ovg::runner::run_directory
