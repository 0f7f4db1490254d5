#include "harness/runner/terminal/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "harness/record/median.h"
#include "harness/runner/plan/selection.h"
#include "harness/runner/terminal/format.h"

namespace ovg::runner::terminal {

using record::Trial;

namespace {

/// The trials of one cell.
struct Row {
  std::string label;  // variant[:config]/allocator, its heap where that is limited, and its side
  record::Cell cell;
  std::vector<const Trial*> trials;

  std::vector<double> values(const std::string& metric) const {
    std::vector<double> found;
    for (const Trial* trial : trials) {
      const auto value = trial->metrics.find(metric);
      if (value != trial->metrics.end()) found.push_back(value->second);
    }
    return found;
  }
  std::optional<double> middle(const std::string& metric) const {
    const std::vector<double> found = values(metric);
    return found.empty() ? std::nullopt : std::optional(record::median(found));
  }
  std::optional<double> highest(const std::string& metric) const {
    const std::vector<double> found = values(metric);
    return found.empty() ? std::nullopt : std::optional(*std::ranges::max_element(found));
  }
};

/// The cells of one workload with the same parameters.
struct Table {
  std::string title;
  bool open_loop = false;  // then its percentiles are of response times
  std::vector<Row> rows;
};

std::string title_of(record::Cell cell) {
  cell.heap_limit_bytes.reset();  // belongs to the row
  const std::string parameters = record::parameters_label(cell);
  return cell.workload + (parameters.empty() ? "" : ", ") + parameters;
}

Row row_of(const plan::PlannedCell& planned, const std::vector<Trial>& trials) {
  Row row{record::variant_label(planned.cell.variant, planned.cell.config) + "/" + planned.cell.allocator,
          planned.cell,
          {}};
  if (planned.heap_factor) row.label += fmt::format(" {:g}x", *planned.heap_factor);
  if (!planned.cell.side.empty()) row.label += " " + planned.cell.side;
  for (const Trial& trial : trials) {
    if (trial.cell == planned.cell) row.trials.push_back(&trial);
  }
  return row;
}

std::vector<Table> tables_of(const std::vector<plan::PlannedCell>& cells, const std::vector<Trial>& trials) {
  std::vector<Table> tables;
  for (const plan::PlannedCell& planned : cells) {
    Row row = row_of(planned, trials);
    if (!planned.can_run() || row.trials.empty()) continue;
    const std::string title = title_of(planned.cell);
    if (tables.empty() || tables.back().title != title) {
      tables.push_back({title, planned.cell.load.has_value(), {}});
    }
    tables.back().rows.push_back(std::move(row));
  }
  return tables;
}

std::string shown(std::optional<double> value, std::string (*format)(double)) {
  return value ? format(*value) : "-";
}

std::string ratio(std::optional<double> cost, std::optional<double> base) {
  return cost && base && *base > 0 ? short_ratio(*cost / *base) : "-";
}

constexpr std::size_t kFrontColumns = 34;
constexpr const char* kFigures = "{:>8}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}\n";

/// In front of the figures: whose they are, and of how many trials. A label that leaves no room for the count
/// has a line of its own.
std::string in_front(const std::string& label, const std::string& count) {
  const std::string gap(kFrontColumns - count.size(), ' ');
  if (label.size() < gap.size()) return "  " + label + gap.substr(label.size()) + count;
  return wrapped("  ", label) + "  " + gap + count;
}

std::string table_row(const Row& row, bool open_loop, std::optional<double> base, const Ink& ink) {
  const std::string time = open_loop ? "response" : "service";
  const auto usable =
      std::ranges::count_if(row.trials, [](const Trial* trial) { return record::has_numbers(trial->status); });
  const bool all = static_cast<std::size_t>(usable) == row.trials.size();
  const std::string front = in_front(row.label, fmt::format("{}/{}", usable, row.trials.size()));
  const std::optional<double> cost = row.middle("cpu_ns_per_op");
  return (all ? front : ink.trouble(front)) +
         fmt::format(
             kFigures, shown(cost, short_time), ratio(cost, base), shown(row.middle(time + "_p50_ns"), short_time),
             shown(row.middle(time + "_p99_ns"), short_time), shown(row.middle(time + "_p999_ns"), short_time),
             shown(row.highest("interruption_max_ns"), short_time), shown(row.highest("gc_pause_max_ns"), short_time),
             shown(row.middle("rss_peak_bytes"), short_bytes));
}

constexpr const char* kBaseline = "unique/glibc";

/// What a collector's numbers depend on, beneath them: its heap policy, once for each that differs.
std::string policies(const Table& table) {
  std::map<std::string, std::set<std::string>> found;  // policy -> labels
  for (const Row& row : table.rows) {
    for (const Trial* trial : row.trials) {
      if (!trial->env.settings.empty()) found[base::in_words(trial->env.settings)].insert(row.label);
    }
  }
  std::string text;
  for (const auto& [policy, labels] : found) {
    text += wrapped("  ", fmt::format("{}: {}", fmt::join(labels, ", "), policy));
  }
  return text;
}

/// How large the heaps of collectors were when warm-up began and at the end, medians over trials.
std::string heaps(const Table& table) {
  std::string found;
  for (const Row& row : table.rows) {
    const auto initial = row.middle("heap_initial_bytes");
    const auto last = row.middle("heap_final_bytes");
    if (!initial || !last || *last == 0) continue;
    found +=
        fmt::format("{}{} {} to {}", found.empty() ? "" : ", ", row.label, short_bytes(*initial), short_bytes(*last));
  }
  return found.empty() ? "" : wrapped("  heap: ", found);
}

/// Notes such as gc_not_exercised, with the trials that carry them.
std::string notes(const Table& table) {
  std::map<std::string, std::vector<std::string>> found;  // note -> cells
  for (const Row& row : table.rows) {
    std::map<std::string, std::size_t> counts;
    for (const Trial* trial : row.trials) {
      for (const std::string& note : trial->notes) ++counts[note];
    }
    for (const auto& [note, count] : counts) {
      found[note].push_back(fmt::format("{} ({} of {})", row.label, count, row.trials.size()));
    }
  }
  std::string text;
  for (const auto& [note, cells] : found) {
    text += wrapped(fmt::format("  {}: ", note), fmt::format("{}", fmt::join(cells, ", ")));
  }
  return text;
}

/// The CPU time per op of the baseline; of two sides that of the same cell on the base. Absent where it was
/// not measured.
std::optional<double> compared_with(const Row& row, const Table& table) {
  for (const Row& other : table.rows) {
    const bool compared = row.cell.side.empty() ? other.label == kBaseline : other.cell == record::on_base(row.cell);
    if (compared) return other.middle("cpu_ns_per_op");
  }
  return std::nullopt;
}

std::string text_of(const Table& table, const Ink& ink) {
  const std::string title = wrapped("", table.title + (table.open_loop ? "; percentiles of response time" : ""));
  std::string text = "\n" + ink.heading(title) + in_front("", "ok") +
                     fmt::format(kFigures, "cpu/op", "ratio", "p50", "p99", "p99.9", "longest", "pause", "peak");
  for (const Row& row : table.rows) text += table_row(row, table.open_loop, compared_with(row, table), ink);
  return text + policies(table) + heaps(table) + notes(table);
}

std::string without_figures(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isdigit(c) != 0 || c == '.' || c == '+' || c == '-'; });
  return text;
}

/// Equal reasons once, with the number of trials and the first of the cells. Those of noisy trials differ in
/// their figures only, and the first stands for all.
std::string troubles(const std::vector<Trial>& trials, const Ink& ink) {
  constexpr std::size_t kMostNamed = 3;
  struct Trouble {
    std::size_t trials = 0;
    std::set<std::string> cells;
    std::set<std::string> reasons;
    std::string first;
  };
  std::map<std::string, Trouble> found;
  for (const Trial& trial : trials) {
    if (trial.status == record::Status::kOk) continue;
    const std::string reason = fmt::format("{}: {}", record::status_name(trial.status), trial.reason);
    Trouble& trouble = found[trial.status == record::Status::kNoisy ? without_figures(reason) : reason];
    if (trouble.trials++ == 0) trouble.first = reason;
    trouble.reasons.insert(reason);
    trouble.cells.insert(record::cell_label(trial.cell));
  }
  std::string text;
  for (const auto& [kind, trouble] : found) {
    const char* others = trouble.reasons.size() > 1 ? " (and alike)" : "";
    text += wrapped(fmt::format("  {:>4} x ", trouble.trials), trouble.first + others);
    std::size_t named = 0;
    for (const std::string& cell : trouble.cells) {
      if (named++ < kMostNamed) text += wrapped("         ", cell);
    }
    if (named > kMostNamed) text += fmt::format("         and {} other cells\n", named - kMostNamed);
  }
  return text.empty() ? text : "\n" + ink.trouble("not ok:\n") + text;
}

}  // namespace

std::string summary(const std::vector<plan::PlannedCell>& cells, const std::vector<Trial>& trials, const Ink& ink) {
  const bool two_sided = !cells.empty() && !cells.front().cell.side.empty();
  std::string text;
  for (const Table& table : tables_of(cells, trials)) text += text_of(table, ink);
  text += fmt::format(
      "\n  cpu/op, percentiles and peak RSS: medians of the trials; percentiles are of service time, where\n"
      "  nothing else is said. ratio: of these medians of cpu/op, to {}; the report has paired\n"
      "  ratios with intervals. longest: longest interruption in steady. pause: longest reported, setup\n"
      "  to trim.\n",
      two_sided ? "that of the base" : kBaseline);
  return text + troubles(trials, ink);
}

}  // namespace ovg::runner::terminal
