#pragma once

#include "harness/runner/host/host_files.h"
#include "harness/runner/os/signals.h"
#include "harness/runner/run_directory/manifest.h"
#include "harness/runner/run_directory/store.h"
#include "harness/runner/terminal/progress.h"
#include "harness/runner/trial/attempt.h"

namespace ovg::runner::measuring {

/// What a run is measured with: its plan, which pilots complete, its directory, who is told, what may end it
/// early, and where noise is read. Refers to all of it: do not outlive them.
struct Bench {
  run_directory::Manifest& manifest;
  run_directory::Store& store;
  terminal::Progress& progress;
  os::Signals& signals;
  const host::HostFiles& host;

  bool interrupted() const { return signals.arrived() != 0; }
  trial::Attempt attempt(const trial::AttemptSpec& spec) const { return trial::attempt(manifest, spec, signals); }
};

}  // namespace ovg::runner::measuring
