#include "harness/runner/surprise_text.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "harness/runner/format.h"
#include "harness/runner/selection.h"
#include "harness/runner/signs.h"

namespace ovg::runner {

namespace {

std::string words_for(const std::string& metric) {
  constexpr std::array<std::pair<const char*, const char*>, 7> kWords = {
      {{"cpu_ns_per_op", "CPU time per op"},
       {"ops_per_s", "ops per second"},
       {"service_p99_ns", "service p99"},
       {"response_p99_ns", "response p99"},
       {"service_max_ns", "longest op"},
       {"gc_pause_max_ns", "longest pause"},
       {"rss_peak_bytes", "peak RSS"}}};
  for (const auto& [name, words] : kWords) {
    if (metric == name) return words;
  }
  return metric;
}

/// "tree_build, 2 threads: boehm / unique"; mallocs are named where they differ.
std::string compared(const Surprise& surprise) {
  const auto side = [&](const record::Cell& cell) {
    const std::string label = variant_label(cell.variant, cell.config);
    return surprise.cell.allocator == surprise.base.allocator ? label : label + "/" + cell.allocator;
  };
  const std::string parameters = parameters_label(surprise.cell);
  return fmt::format("{}{}{}: {} / {}", surprise.cell.workload, parameters.empty() ? "" : ", ", parameters,
                     side(surprise.cell), side(surprise.base));
}

std::string expected(const std::optional<Allowed>& predicted) {
  if (!predicted) return "not predicted";
  if (!predicted->lowest) return fmt::format("card expected under {:.3g}", *predicted->highest);
  if (!predicted->highest) return fmt::format("card expected over {:.3g}", *predicted->lowest);
  return fmt::format("card expected {:.3g} to {:.3g}", *predicted->lowest, *predicted->highest);
}

std::string line_of(std::size_t number, const Surprise& surprise) {
  const Judgement& judgement = surprise.judgement;
  const std::string text =
      fmt::format("{} {} {} ({} of {} blocks {} {:.3g}), {}{}", compared(surprise),
                  words_for(surprise.metric), short_ratio(judgement.ratio), judgement.beyond,
                  judgement.blocks, judgement.ratio > judgement.bound ? "over" : "under", judgement.bound,
                  expected(surprise.predicted), surprise.few_collections ? ", few collections" : "");
  return wrapped(fmt::format("  {}. ", number), text);
}

/// "3 of 41 predictions failed, 5 undecided"
std::string counts(const Surprises& surprises) {
  if (surprises.tested() == 0) return "no prediction of a card could be tested here";
  std::string text = fmt::format("{} of {} predictions failed, {} undecided", surprises.failed,
                                 surprises.tested(), surprises.undecided);
  if (surprises.not_measured > 0) text += fmt::format(", {} more not measured", surprises.not_measured);
  return text;
}

}  // namespace

std::string surprise_text(const Surprises& surprises, const Ink& ink) {
  std::string text = "\n" + ink.heading("most surprising\n");
  if (surprises.most_blocks < kFewestBlocks) {
    return text + wrapped("  ", fmt::format("nothing can be told yet: {} blocks with a ratio, {} are needed",
                                            surprises.most_blocks, kFewestBlocks));
  }
  text += wrapped("  ", counts(surprises));
  std::size_t number = 0;
  for (const Surprise& surprise : surprises.largest) text += line_of(++number, surprise);
  if (number == 0) text += "  no ratio lies beyond what was expected\n";
  return text;
}

}  // namespace ovg::runner
