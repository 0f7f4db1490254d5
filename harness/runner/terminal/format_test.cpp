#include "harness/runner/terminal/format.h"

#include <gtest/gtest.h>

#include "harness/runner/terminal/progress.h"

namespace ovg::runner::terminal {
namespace {

TEST(Format, TimesHaveThreeDigits) {
  EXPECT_EQ(short_time(0), "0 ns");
  EXPECT_EQ(short_time(812.4), "812 ns");
  EXPECT_EQ(short_time(999.7), "1.00 us");
  EXPECT_EQ(short_time(12'345), "12.3 us");
  EXPECT_EQ(short_time(99.96e6), "100 ms");
  EXPECT_EQ(short_time(4.5e9), "4.50 s");
}

TEST(Format, BytesAreBinary) {
  EXPECT_EQ(short_bytes(512), "512 B");
  EXPECT_EQ(short_bytes(1536), "1.50 KiB");
  EXPECT_EQ(short_bytes(14.25 * 1024 * 1024), "14.2 MiB");
}

TEST(Format, LongTimesAreForPeople) {
  EXPECT_EQ(long_time(45.4), "45 s");
  EXPECT_EQ(long_time(130), "2 min 10 s");
  EXPECT_EQ(long_time(3 * 3600 + 5 * 60), "3 h 05 min");
  EXPECT_EQ(long_time(-1), "0 s");
}

TEST(Format, LongClausesAreWrappedBetweenClauses) {
  const std::string clause(40, 'x');
  EXPECT_EQ(wrapped("  a: ", "one, two"), "  a: one, two\n");
  EXPECT_EQ(wrapped("  a: ", clause + ", " + clause + ", " + clause),
            "  a: " + clause + ", " + clause + ",\n    " + clause + "\n");
}

TEST(Format, AClauseThatNeedsMoreThanALineIsWrappedBetweenWords) {
  const std::string word(30, 'x');
  const std::string clause = word + " " + word + " " + word + " " + word;
  EXPECT_EQ(wrapped("  ", "one, " + clause + ", two"),
            "  one, " + word + " " + word + " " + word + "\n    " + word + ", two\n");
  const std::string path(150, '/');
  EXPECT_EQ(wrapped("  at ", "a " + path + " b"), "  at a\n    " + path + "\n    b\n");
}

TEST(Format, RatiosHaveAsManyDigitsAsTheyNeed) {
  EXPECT_EQ(short_ratio(0.00123), "0.0012");
  EXPECT_EQ(short_ratio(0.0994), "0.099");
  EXPECT_EQ(short_ratio(0.0996), "0.10");
  EXPECT_EQ(short_ratio(0.84), "0.84");
  EXPECT_EQ(short_ratio(9.996), "10.0");
  EXPECT_EQ(short_ratio(246.4), "246");
}

TEST(Eta, LearnsFromWhatIsDone) {
  Eta eta;
  for (int i = 0; i < 4; ++i) eta.expect(1000);
  EXPECT_DOUBLE_EQ(eta.left_s(), 4);
  eta.done(1000, 1500);
  EXPECT_DOUBLE_EQ(eta.left_s(), 4.5);
}

}  // namespace
}  // namespace ovg::runner::terminal
