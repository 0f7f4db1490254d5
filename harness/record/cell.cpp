#include "harness/record/cell.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "harness/measure/arrivals.h"

namespace ovg::record {

namespace {

std::string unusual_arrivals(const Cell& cell, char before) {
  return cell.arrivals == arrivals_names().front() ? std::string() : before + cell.arrivals;
}

}  // namespace

const std::vector<std::string>& arrivals_names() {
  static const std::vector<std::string> kNames(measure::kArrivalsNames.begin(), measure::kArrivalsNames.end());
  return kNames;
}

std::string variant_label(const std::string& variant, const std::string& config) {
  return config.empty() ? variant : variant + ":" + config;
}

std::string parameters_label(const Cell& cell) {
  std::vector<std::string> words;
  if (cell.threads > 1) words.push_back(fmt::format("{} threads", cell.threads));
  if (cell.live_mib) words.push_back(fmt::format("{} MiB live", *cell.live_mib));
  if (cell.load) words.push_back(fmt::format("load {:g} %{}", *cell.load, unusual_arrivals(cell, ' ')));
  if (cell.heap_limit_bytes) {
    words.push_back(fmt::format("heap {:.2f} MiB", static_cast<double>(*cell.heap_limit_bytes) / (1 << 20)));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string cell_label(const Cell& cell) {
  const std::string parameters = parameters_label(cell);
  return fmt::format("{} {}/{}{}{}{}", cell.workload, variant_label(cell.variant, cell.config), cell.allocator,
                     parameters.empty() ? "" : ", ", parameters, cell.side.empty() ? "" : " (" + cell.side + ")");
}

std::optional<Cell> cell_from_label(const std::string& label, const std::string& scale) {
  // What `cell_label` writes, but for a heap. POSIX, since <regex> takes the compiler three seconds.
  static const regex_t kLabel = [] {
    regex_t compiled;
    regcomp(&compiled,
            R"(^([^ ]+) ([^ :/]+)(:([^ /]+))?/([^ ,]+)(, ([0-9]{1,4}) threads)?)"
            R"((, ([0-9]{1,7}) MiB live)?(, load ([0-9.]{1,12}) %( (fixed|bursts))?)?( \((base|head)\))?$)",
            REG_EXTENDED);
    return compiled;
  }();
  std::array<regmatch_t, 14> found;
  if (regexec(&kLabel, label.c_str(), found.size(), found.data(), 0) != 0) return std::nullopt;
  const auto part = [&](std::size_t group) {  // empty where the label has none
    const auto begin = found.at(group).rm_so;
    return begin < 0 ? std::string() : label.substr(begin, found.at(group).rm_eo - begin);
  };
  Cell cell{part(1), part(2), part(4), part(5), scale, 1, {}, {}};
  if (!part(7).empty()) cell.threads = static_cast<unsigned>(std::stoul(part(7)));
  if (!part(9).empty()) cell.live_mib = std::stoul(part(9));
  if (!part(11).empty()) {
    cell.load = std::stod(part(11));
    cell.arrivals = part(13).empty() ? arrivals_names().front() : part(13);
  }
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
  if (cell.load) slug += fmt::format("-load{}{}", *cell.load, unusual_arrivals(cell, '-'));
  if (cell.heap_limit_bytes) slug += fmt::format("-heap{}", *cell.heap_limit_bytes);
  if (!cell.side.empty()) slug += "-" + cell.side;
  std::ranges::replace_if(
      slug, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.'; }, '_');
  return slug;
}

Cell without_load(Cell cell) {
  cell.load.reset();
  cell.arrivals.clear();
  return cell;
}

}  // namespace ovg::record
