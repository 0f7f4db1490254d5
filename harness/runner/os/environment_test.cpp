#include "harness/runner/os/environment.h"

#include <gtest/gtest.h>

namespace ovg::runner::os {
namespace {

TEST(Environment, PaddingEqualisesTheStack) {
  const std::vector<std::string> argv = {"/bin/child", "run", "--workload", "x"};
  const std::vector<std::string> longer = {"/bin/child", "run", "--workload", "a_longer_name"};
  std::vector<std::string> environment = {"LANG=C"};
  std::vector<std::string> other = {"LANG=C", "LD_PRELOAD=/usr/lib/libjemalloc.so.2"};
  EXPECT_EQ(pad(environment, argv, 1000) > pad(other, longer, 1000), true);
  EXPECT_EQ(stack_bytes(argv, environment), 1000U);
  EXPECT_EQ(stack_bytes(longer, other), 1000U);
}

TEST(Environment, PaddingOfNothingFits) {
  const std::vector<std::string> argv = {"/bin/child"};
  std::vector<std::string> environment = {"LANG=C"};
  const auto target = stack_bytes(argv, environment) + least_padding_bytes();
  EXPECT_EQ(pad(environment, argv, target), 0U);
  EXPECT_THROW(pad(environment, argv, target), std::logic_error);
}

TEST(Environment, AUsersPreloadComesFirst) {
  EXPECT_EQ(with_preload({}, "liba.so").at("LD_PRELOAD"), "liba.so");
  EXPECT_EQ(with_preload({{"LD_PRELOAD", "shim.so"}}, "liba.so").at("LD_PRELOAD"), "shim.so:liba.so");
  EXPECT_EQ(with_preload({{"LD_PRELOAD", "shim.so"}}, "").at("LD_PRELOAD"), "shim.so");
  EXPECT_EQ(with_preload({}, "").count("LD_PRELOAD"), 0U);
}

TEST(Environment, WhatASideSetsGoesOverWhatBothGet) {
  const Variables common = {{"A", "1"}, {"B", "2"}};
  EXPECT_EQ(with_own(common, {{"B", "3"}, {"C", "4"}}), (Variables{{"A", "1"}, {"B", "3"}, {"C", "4"}}));
  EXPECT_EQ(with_own(common, {}), common);
}

TEST(Environment, ASidesPreloadComesBeforeTheCommonOne) {
  const Variables common = {{"LD_PRELOAD", "common.so"}};
  EXPECT_EQ(with_own(common, {{"LD_PRELOAD", "own.so"}}).at("LD_PRELOAD"), "own.so:common.so");
  EXPECT_EQ(with_own(common, {{"A", "1"}}).at("LD_PRELOAD"), "common.so");
  EXPECT_EQ(with_own({}, {{"LD_PRELOAD", "own.so"}}).at("LD_PRELOAD"), "own.so");
  EXPECT_EQ(with_preload(with_own(common, {{"LD_PRELOAD", "own.so"}}), "liba.so").at("LD_PRELOAD"),
            "own.so:common.so:liba.so");
}

TEST(Environment, PreloadedLibrariesAreSeparatedByColonsOrBlanks) {
  EXPECT_EQ(preloaded({{"LD_PRELOAD", "/a.so:/b.so  /c.so:"}}), (std::vector<std::string>{"/a.so", "/b.so", "/c.so"}));
  EXPECT_TRUE(preloaded({{"LD_PRELOAD", ""}}).empty());
  EXPECT_TRUE(preloaded({}).empty());
}

TEST(Environment, OnlyWhatIsGivenReachesAChild) {
  setenv("MALLOC_ARENA_MAX", "1", 1);
  const Variables variables = child_variables({{"LANG", "C.UTF-8"}, {"GC_MARKERS", "1"}});
  unsetenv("MALLOC_ARENA_MAX");
  EXPECT_EQ(variables.count("MALLOC_ARENA_MAX"), 0U);
  EXPECT_EQ(variables.at("LANG"), "C.UTF-8");
  EXPECT_EQ(variables.at("GC_MARKERS"), "1");
}

}  // namespace
}  // namespace ovg::runner::os
