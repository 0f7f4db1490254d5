#include "harness/base/settings.h"

#include <gtest/gtest.h>

namespace ovg::base {
namespace {

TEST(Settings, AreWordsWithTheirUnits) {
  const Settings settings = {{"initial_heap_bytes", std::uint64_t{6'553'600}},
                             {"incremental_limit_ms", std::uint64_t{5}},
                             {"interior_pointers", true},
                             {"pointer_free", false},
                             {"growth", 1.5},
                             {"mode", std::string("generational")}};
  EXPECT_EQ(in_words(settings),
            "growth 1.5, incremental limit 5 ms, initial heap 6.25 MiB, interior pointers on, "
            "mode generational, pointer free off");
}

TEST(Settings, NoneAreNoWords) {
  EXPECT_EQ(in_words(Settings{}), "");
}

}  // namespace
}  // namespace ovg::base
