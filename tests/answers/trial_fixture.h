#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "harness/session/driver.h"

namespace ovg::tests {

/// The variant that is linked into this program, begun as a child would begin it.
class VariantUnderTest : public ::testing::Test {
 protected:
  VariantUnderTest() : pauses_(clock_, 1024), variant_(session::make_variant()), registry_(session::all_answers()) {
    clock_.calibrate();
    variant_->begin({}, pauses_);
  }

  /// Calls `check` in each config in which the answer is for so many threads. What owns can begin again; a collector
  /// cannot, and is asked in its headline only.
  template <class Check>
  void in_each_config(const session::Answer& answer, unsigned threads, Check check) {
    const session::VariantCard card = variant_->card();
    for (const session::Config& config : card.configs) {
      if (card.group == "collection" && !config.name.empty()) continue;
      if (threads > 1 && config.single_threaded) continue;
      if (registry_.declined(answer.card.name, config.name, threads) != nullptr) continue;
      SCOPED_TRACE(std::string(answer.card.name) + " in config '" + std::string(config.name) + "'");
      if (card.group == "ownership") variant_->begin({.config = config.name, .threads = threads}, pauses_);
      check();
    }
  }

  session::Observations run(const session::Answer& answer, const session::Parameters& parameters,
                            std::uint64_t rounds) {
    const session::Trial trial{answer, answer.make_script(parameters), parameters.threads, rounds};
    return session::run_trial(trial, *variant_, clock_, pauses_, [](measure::Phase) {});
  }

  measure::Clock clock_;
  measure::PauseLog pauses_;
  std::unique_ptr<session::Variant> variant_;
  session::Registry registry_;
};

}  // namespace ovg::tests
