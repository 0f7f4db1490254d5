#include "gc_variants/boehm/dirty_bits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace ovg::boehm {
namespace {

using ::testing::HasSubstr;

/// What a kernel shows of a process, as files: entries of a page table for all that this process could have mapped.
class FakeProcess : public ::testing::Test {
 protected:
  FakeProcess() {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "clear_refs");
  }
  ~FakeProcess() override { std::filesystem::remove_all(folder_); }

  /// `entry` for the pages around the end of this thread's stack, nothing for all others: the file is full of holes.
  void show(std::uint64_t entry) const {
    constexpr std::uint64_t kPages = 256;
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    const std::uint64_t first = here / static_cast<std::uint64_t>(getpagesize()) - kPages / 2;
    std::ofstream pagemap(folder_ / "pagemap", std::ios::binary);
    pagemap.seekp(static_cast<std::streamoff>(first * sizeof entry));
    for (std::uint64_t page = 0; page < kPages; ++page) {
      pagemap.write(reinterpret_cast<const char*>(&entry), sizeof entry);
    }
  }

  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / std::to_string(getpid());
};

constexpr std::uint64_t kPresent = std::uint64_t{1} << 63;
constexpr std::uint64_t kSoftDirty = std::uint64_t{1} << 55;

TEST_F(FakeProcess, AKernelThatMarksAWrittenPageHasThem) {
  show(kPresent | kSoftDirty);
  EXPECT_EQ(no_soft_dirty_bits(folder_), "");
}

TEST_F(FakeProcess, AKernelThatDoesNotHasNone) {
  show(kPresent);
  EXPECT_THAT(no_soft_dirty_bits(folder_), HasSubstr("CONFIG_MEM_SOFT_DIRTY"));
}

TEST_F(FakeProcess, WhatCannotBeReadOrWrittenIsNamed) {
  EXPECT_THAT(no_soft_dirty_bits(folder_), HasSubstr("pagemap cannot be read"));
  std::filesystem::remove(folder_ / "clear_refs");
  EXPECT_THAT(no_soft_dirty_bits(folder_), HasSubstr("clear_refs cannot be written"));
}

}  // namespace
}  // namespace ovg::boehm
