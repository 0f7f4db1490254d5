#include "harness/runner/judgement.h"

#include <algorithm>
#include <cmath>

#include "harness/runner/paired_ratios.h"
#include "harness/runner/signs.h"

namespace ovg::runner {

Allowed allowed_by(Expect expect, double by) {
  switch (expect) {
    case Expect::kLess:
      return {std::nullopt, 1 / by};
    case Expect::kMore:
      return {by, std::nullopt};
    case Expect::kAlike:
      break;
  }
  return {1 / by, by};
}

Judgement judge(const std::vector<double>& ratios, const Allowed& allowed) {
  Judgement judgement{.ratio = median(ratios), .blocks = ratios.size()};
  bool within = true;  // of every bound so far
  const auto hold_against = [&](double bound, bool is_highest) {
    const auto over = static_cast<std::size_t>(
        std::count_if(ratios.begin(), ratios.end(), [&](double ratio) { return ratio > bound; }));
    const auto under = static_cast<std::size_t>(
        std::count_if(ratios.begin(), ratios.end(), [&](double ratio) { return ratio < bound; }));
    const std::size_t beyond = is_highest ? over : under;
    const std::size_t inside = is_highest ? under : over;
    const bool decided = sign_test(over, under) <= kSignificant;
    within = within && decided && inside > beyond;
    if (!decided || beyond < inside) return;
    judgement.verdict = Verdict::kFails;
    judgement.bound = bound;
    judgement.beyond = beyond;
    judgement.surprise = std::abs(std::log(judgement.ratio / bound));
  };
  if (allowed.lowest) hold_against(*allowed.lowest, false);
  if (allowed.highest) hold_against(*allowed.highest, true);
  if (within) judgement.verdict = Verdict::kHolds;
  return judgement;
}

}  // namespace ovg::runner
