#include "harness/record/hdr_percentiles.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace ovg::record {

using measure::Histogram;

namespace {

constexpr double kNsPerMs = 1e6;
constexpr int kLevelsPerHalving = 5;
constexpr double kHighestLevel = 100 - 1e-8;  // only 10^10 samples would tell a higher one from 100

double ms(double ns) {
  return ns / kNsPerMs;
}

/// Levels crowd towards 100 %: `kLevelsPerHalving` in each half of what is left.
double level_after(double level) {
  const double halvings = std::floor(std::log2(100.0 / (100.0 - level)));
  return level + 100.0 / (kLevelsPerHalving * std::exp2(halvings + 1));
}

/// HdrHistogram's: the upper of two middles.
double middle_ns(std::size_t index) {
  const std::uint64_t lowest = Histogram::lowest_in_bucket(index);
  return static_cast<double>(lowest + (Histogram::highest_in_bucket(index) - lowest + 1) / 2);
}

struct Moments {
  double mean_ns = 0;
  double deviation_ns = 0;
};

Moments moments(const Histogram& histogram) {
  const auto total = static_cast<double>(histogram.total());
  if (total == 0) return {};
  double sum = 0;
  for (const auto& [index, count] : histogram.sparse()) sum += middle_ns(index) * static_cast<double>(count);
  const double mean = sum / total;
  double squares = 0;
  for (const auto& [index, count] : histogram.sparse()) {
    const double distance = middle_ns(index) - mean;
    squares += distance * distance * static_cast<double>(count);
  }
  return {mean, std::sqrt(squares / total)};
}

std::string levels(const Histogram& histogram) {
  const std::uint64_t total = histogram.total();
  std::string text;
  std::uint64_t seen = 0;
  double level = 0;
  for (const auto& [index, count] : histogram.sparse()) {
    seen += count;
    const double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(total);
    for (; reached >= level && level < kHighestLevel; level = level_after(level)) {
      text += fmt::format("{:16.6f} {:14.12f} {:10} {:14.2f}\n",
                          ms(static_cast<double>(Histogram::highest_in_bucket(index))), level / 100, seen,
                          1 / (1 - level / 100));
      if (seen == total) break;  // what follows is 100 %
    }
  }
  if (total > 0) {
    text +=
        fmt::format("{:16.6f} {:14.12f} {:10}\n", ms(static_cast<double>(histogram.max_ns())), 1.0, total);
  }
  return text;
}

}  // namespace

std::string percentile_distribution(const Histogram& histogram) {
  // Each doubles the range; the first holds all sub-buckets.
  constexpr int kBuckets = std::bit_width(Histogram::kHighestNs / Histogram::kSubBucketCount) + 1;
  const auto [mean_ns, deviation_ns] = moments(histogram);
  return fmt::format("{:>16} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount",
                     "1/(1-Percentile)") +
         levels(histogram) +
         fmt::format("#[Mean    = {:12.6f}, StdDeviation   = {:12.6f}]\n", ms(mean_ns), ms(deviation_ns)) +
         fmt::format("#[Max     = {:12.6f}, Total count    = {:12}]\n",
                     ms(static_cast<double>(histogram.max_ns())), histogram.total()) +
         fmt::format("#[Buckets = {:12}, SubBuckets     = {:12}]\n", kBuckets, Histogram::kSubBucketCount) +
         "#[Unit of values, Mean, StdDeviation and Max: ms]\n";
}

}  // namespace ovg::record
