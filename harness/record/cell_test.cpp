#include "harness/record/cell.h"

#include <gtest/gtest.h>

namespace ovg::record {
namespace {

Cell full() {
  Cell cell{"a/b", "boehm", "incremental", "glibc", "quick", 2, 64, 12.5, "poisson"};
  return cell;
}

TEST(Cell, IsFoundAgainByItsLabel) {
  EXPECT_EQ(cell_label(full()), "a/b boehm:incremental/glibc, 2 threads, 64 MiB live, load 12.5 %");
  EXPECT_EQ(cell_from_label(cell_label(full()), "quick"), full());
  Cell plain{"null", "value", "", "glibc", "smoke", 1, {}, {}};
  EXPECT_EQ(cell_from_label(cell_label(plain), "smoke"), plain);
  Cell fixed = full();
  fixed.arrivals = "fixed";
  EXPECT_EQ(cell_label(fixed), "a/b boehm:incremental/glibc, 2 threads, 64 MiB live, load 12.5 % fixed");
  EXPECT_EQ(cell_from_label(cell_label(fixed), "quick"), fixed);
  Cell head = plain;
  head.side = kHeadSide;
  EXPECT_EQ(cell_from_label(cell_label(head), "smoke"), plain) << "a label's side is left out of account";
}

TEST(Cell, ALabelThatRoundsItsHeapNamesNoCell) {
  Cell limited = full();
  limited.heap_limit_bytes = 1 << 20;
  EXPECT_EQ(cell_from_label(cell_label(limited), "quick"), std::nullopt);
  EXPECT_EQ(cell_from_label("null", "quick"), std::nullopt);
}

TEST(Cell, ItsSlugHoldsAllThatTellsItApartAndIsAFileName) {
  Cell limited = full();
  limited.heap_limit_bytes = 4096;
  limited.side = kBaseSide;
  EXPECT_EQ(cell_slug(limited), "a_b-boehm_incremental-glibc-quick-t2-live64-load12.5-heap4096-base");
  limited.arrivals = "bursts";
  EXPECT_EQ(cell_slug(limited), "a_b-boehm_incremental-glibc-quick-t2-live64-load12.5-bursts-heap4096-base");
}

TEST(Cell, CellsOfOneQuestionDifferInWhoAnswers) {
  Cell other = full();
  other.variant = "unique";
  other.config.clear();
  other.load.reset();
  EXPECT_EQ(question_of(full()), "a/b t2 live64");
  EXPECT_EQ(question_of(other), question_of(full()));
}

}  // namespace
}  // namespace ovg::record
