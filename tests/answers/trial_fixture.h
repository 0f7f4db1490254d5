#pragma once

#include <gtest/gtest.h>

#include <memory>
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
