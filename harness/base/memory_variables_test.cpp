#include "harness/base/memory_variables.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ovg::base {
namespace {

TEST(MemoryVariables, AreThoseOfEveryMallocAndCollector) {
  for (const char* name : {"MALLOC_ARENA_MAX", "_RJEM_MALLOC_CONF", "JE_MALLOC_CONF", "MIMALLOC_PURGE_DELAY",
                           "TCMALLOC_RELEASE_RATE", "HEAPCHECK", "GC_MARKERS", "GLIBC_TUNABLES"}) {
    ASSERT_EQ(setenv(name, "a=b", 1), 0);
    EXPECT_EQ(memory_variables()[name], "a=b") << name;
    unsetenv(name);
    EXPECT_EQ(memory_variables().count(name), 0U) << name;
  }
}

TEST(MemoryVariables, OthersAreNot) {
  for (const char* name : {"OVG_GC_MARKERS", "MALLOC", "GLIBC_TUNABLES_OF_MINE"}) {
    ASSERT_EQ(setenv(name, "1", 1), 0);
    EXPECT_EQ(memory_variables().count(name), 0U) << name;
    unsetenv(name);
  }
}

}  // namespace
}  // namespace ovg::base
