#include "harness/runner/noise_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ovg::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(NoiseRules, TheUnknownIsNoReason) {
  EXPECT_THAT(reasons_for_noise({}), IsEmpty());
}

TEST(NoiseRules, NoneOfWhatIsWithinBounds) {
  record::Noise noise;
  noise.steal_share = 0.01;
  noise.steal_ticks = 100;
  noise.throttled_periods = 0;
  noise.throttled_ns = 0;
  noise.major_faults = 0;
  noise.frequency_drift = -0.03;
  noise.clock_drift_ppm = 1000;
  noise.cpu_pressure_share = 1;
  noise.memory_pressure_share = 1;
  noise.hiccups = 1000;
  noise.hiccup_max_ns = 1'000'000'000;
  EXPECT_THAT(reasons_for_noise(noise), IsEmpty());
}

TEST(NoiseRules, StealCountsFromTwoTicks) {
  record::Noise noise;
  noise.steal_share = 0.25;
  noise.steal_ticks = 1;
  EXPECT_THAT(reasons_for_noise(noise), IsEmpty());
  noise.steal_ticks = 2;
  EXPECT_THAT(reasons_for_noise(noise), ElementsAre(HasSubstr("took 25.0 % of the CPU time (2 ticks)")));
}

TEST(NoiseRules, EachReasonNamesItsFigures) {
  record::Noise noise;
  noise.throttled_periods = 3;
  noise.throttled_ns = 12'500'000;
  noise.major_faults = 4;
  noise.frequency_drift = -0.125;
  noise.clock_drift_ppm = -2000;
  EXPECT_THAT(reasons_for_noise(noise),
              ElementsAre(HasSubstr("3 periods, for 12.5 ms"), HasSubstr("4 major page faults"),
                          HasSubstr("-12.5 %"), HasSubstr("-2000 ppm")));
}

}  // namespace
}  // namespace ovg::runner
