#pragma once

#include <filesystem>
#include <string>

#include "harness/runner/os/process.h"
#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/trial/child_messages.h"
#include "harness/runner/trial/classify.h"

namespace ovg::runner::trial {

/// One fresh process that ran one cell: trial or pilot.
struct Attempt {
  os::ProcessOutcome outcome;
  Verdict verdict;
  std::uint64_t padding_bytes = 0;
};

/// Everything that tells one attempt at a cell from another.
struct AttemptSpec {
  const plan::PlannedCell& planned;
  std::uint64_t rounds = 1;
  std::uint64_t stack_target_bytes = 0;  // of `stack_targets`
  std::filesystem::path log;
  std::optional<std::string> reference_digest;
  std::uint64_t arrival_seed = 1;      // of when ops are due in open loop
  std::filesystem::path counter = {};  // preloaded before the allocator; then nothing may be timed
};

/// Runs it and judges it. Removes the log when the child printed nothing.
Attempt attempt(const run_directory::Manifest& manifest, const AttemptSpec& spec, os::Signals& signals);

/// What arguments and environment of every child of a block take, in bytes: the largest cell's need and a
/// random rest below 4 KiB that differs between blocks, so that the bias of stack positions is averaged over
/// the run. Index: block, 0 is the pilot.
std::vector<std::uint64_t> stack_targets(const run_directory::Manifest& manifest);

}  // namespace ovg::runner::trial
