#pragma once

#include <memory>

#include "harness/session/threading.h"
#include "harness/session/variant.h"
#include "workloads/primitives/primitives.h"

namespace ovg::workloads::primitives {

/// main() of a variant's primitives: Google Benchmark with all its flags, in a process that is set up like
/// that of a trial. The variant begins with its headline policy and no live payload, and the process has had
/// a second thread, without which libstdc++ counts shared owners without atomics.
template <class Answer>
int run_primitives(int argc, char** argv) {
  session::become_multithreaded();
  measure::Clock clock;
  clock.calibrate();
  measure::PauseLog pauses(clock, 0);  // the variant insists on one; nobody reads it
  const std::unique_ptr<session::Variant> variant = session::make_variant();
  variant->begin({}, pauses);

  const session::VariantCard card = variant->card();
  benchmark::AddCustomContext("variant", std::string(card.name));
  benchmark::AddCustomContext("library", card.library);
  benchmark::AddCustomContext("settings", base::in_words(variant->figures().settings));
  benchmark::AddCustomContext("ever_threaded", session::ever_threaded() ? "true" : "false");
  register_all<Answer>();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace ovg::workloads::primitives
