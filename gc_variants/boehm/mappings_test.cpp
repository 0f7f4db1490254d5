#include "gc_variants/boehm/mappings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "harness/session/variant.h"

namespace ovg {
namespace {

TEST(Mappings, AHeapWithMorePagesThanMappingsIsDeclinedWithTheSetting) {
  const std::string file = testing::TempDir() + "ovg_max_map_count";
  std::ofstream(file) << "100\n";
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  EXPECT_NO_THROW(boehm::require_enough_mappings(100 * page, file));
  try {
    boehm::require_enough_mappings(101 * page, file);
    FAIL() << "was not declined";
  } catch (const session::Unavailable& error) {
    EXPECT_NE(std::string(error.what()).find("sysctl -w vm.max_map_count=202"), std::string::npos);
  }
  EXPECT_NO_THROW(boehm::require_enough_mappings(101 * page, file + ".missing"));
  std::remove(file.c_str());
}

}  // namespace
}  // namespace ovg
