#include "harness/runner/plan/only.h"

#include <fstream>
#include <set>

#include "harness/record/json_fields.h"
#include "harness/record/trial_json.h"
#include "harness/runner/os/usage_error.h"
#include "harness/runner/plan/plan_cell.h"
#include "harness/runner/plan/selection.h"

namespace ovg::runner::plan {

namespace {

record::Cell cell_from_line(const std::string& line, const std::string& scale) {
  if (line.front() != '{') {
    const auto cell = record::cell_from_label(line, scale);
    if (cell) return *cell;
    throw os::UsageError("'{}' is no cell: give its label as plan prints it, or (with a heap limit always) its JSON",
                         line);
  }
  const auto value = record::parsed_json(line);
  if (!value) throw os::UsageError("is not JSON: give a cell as it stands in results.jsonl");
  try {
    record::Cell cell = record::cell_from_json(*value);
    cell.side.clear();
    return cell;
  } catch (const record::RecordError& error) {
    throw os::UsageError(error.what());
  }
}

PlannedCell planned_from_line(const std::string& line, const std::string& scale,
                              const catalogue::Catalogue& catalogue) {
  const record::Cell cell = cell_from_line(line, scale);
  if (cell.scale != scale) {
    throw os::UsageError("its scale is {}, that of the profile is {}: give another --profile", cell.scale, scale);
  }
  NamedCell named = plan_named_cell(cell, catalogue);
  if (!named.unknown.empty()) {
    throw os::UsageError(named.unknown + " (bench_all list --json shows what there is)");
  }
  return std::move(named.planned);
}

}  // namespace

std::vector<PlannedCell> only_cells(const std::filesystem::path& file, const std::string& scale,
                                    const catalogue::Catalogue& catalogue) {
  std::ifstream stream(file);
  std::vector<PlannedCell> cells;
  std::set<record::Cell> known;
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      PlannedCell planned = planned_from_line(line, scale, catalogue);
      if (known.insert(planned.cell).second) cells.push_back(std::move(planned));
    } catch (const os::UsageError& error) {
      throw os::UsageError("--only: line {} of {}: {}", number, file.string(), error.what());
    }
  }
  if (!stream.eof()) throw os::UsageError("--only: cannot read {}", file.string());
  if (cells.empty()) throw os::UsageError("--only: {} names no cell", file.string());
  require_runnable(cells);
  return cells;
}

}  // namespace ovg::runner::plan
