#include "harness/record/cell.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <vector>

namespace ovg::record {

std::string variant_label(const std::string& variant, const std::string& config) {
  return config.empty() ? variant : variant + ":" + config;
}

std::string parameters_label(const Cell& cell) {
  std::vector<std::string> words;
  if (cell.threads > 1) words.push_back(fmt::format("{} threads", cell.threads));
  if (cell.live_mib) words.push_back(fmt::format("{} MiB live", *cell.live_mib));
  if (cell.load) words.push_back(fmt::format("load {:g} %", *cell.load));
  if (cell.heap_limit_bytes) {
    words.push_back(fmt::format("heap {:.2f} MiB", static_cast<double>(*cell.heap_limit_bytes) / (1 << 20)));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string cell_label(const Cell& cell) {
  const std::string parameters = parameters_label(cell);
  return fmt::format("{} {}/{}{}{}{}", cell.workload, variant_label(cell.variant, cell.config),
                     cell.allocator, parameters.empty() ? "" : ", ", parameters,
                     cell.side.empty() ? "" : " (" + cell.side + ")");
}

std::optional<Cell> cell_from_label(const std::string& label, const std::string& scale) {
  // What `cell_label` writes, but for a heap.
  static const std::regex kLabel(
      R"(([^ ]+) ([^ :/]+)(?::([^ /]+))?/([^ ,]+)(?:, (\d{1,4}) threads)?)"
      R"((?:, (\d{1,7}) MiB live)?(?:, load ([0-9.]{1,12}) %)?(?: \((?:base|head)\))?)");
  std::smatch part;
  if (!std::regex_match(label, part, kLabel)) return std::nullopt;
  Cell cell{part[1], part[2], part[3], part[4], scale, 1, {}, {}, {}};
  if (part[5].matched) cell.threads = static_cast<unsigned>(std::stoul(part[5]));
  if (part[6].matched) cell.live_mib = std::stoul(part[6]);
  if (part[7].matched) cell.load = std::stod(part[7]);
  return cell;
}

Cell on_base(Cell cell) {
  if (cell.side == kHeadSide) cell.side = kBaseSide;
  return cell;
}

std::string question_of(const Cell& cell) {
  std::string question = cell.workload;
  if (cell.threads > 1) question += fmt::format(" t{}", cell.threads);
  if (cell.live_mib) question += fmt::format(" live{}", *cell.live_mib);
  return question;
}

std::string cell_slug(const Cell& cell) {
  std::string slug = cell.workload + "-" + cell.variant;
  if (!cell.config.empty()) slug += "_" + cell.config;
  slug += fmt::format("-{}-{}-t{}", cell.allocator, cell.scale, cell.threads);
  if (cell.live_mib) slug += fmt::format("-live{}", *cell.live_mib);
  if (cell.load) slug += fmt::format("-load{}", *cell.load);
  if (cell.heap_limit_bytes) slug += fmt::format("-heap{}", *cell.heap_limit_bytes);
  if (!cell.side.empty()) slug += "-" + cell.side;
  std::ranges::replace_if(
      slug, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.'; }, '_');
  return slug;
}

Cell without_load(Cell cell) {
  cell.load.reset();
  return cell;
}

}  // namespace ovg::record
