#include "harness/runner/run_directory/hdr_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "harness/record/hdr.h"
#include "harness/record/histogram_json.h"
#include "harness/runner/plan/plan.h"

namespace ovg::runner::run_directory {

using measure::Histogram;
using record::Trial;

namespace {

struct Tagged {
  std::string tag;
  Histogram histogram;
};

std::map<record::Cell, std::vector<const Trial*>> ok_trials(const std::vector<Trial>& trials) {
  std::map<record::Cell, std::vector<const Trial*>> cells;
  for (const Trial& trial : trials) {
    if (trial.status == record::Status::kOk && trial.histograms) cells[trial.cell].push_back(&trial);
  }
  return cells;
}

/// Throws RecordError.
std::vector<Tagged> read_histograms(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream) throw record::RecordError("cannot be opened");
  const auto content = record::parsed_json(std::string(std::istreambuf_iterator(stream), {}));
  if (!content) throw record::RecordError("is not JSON");
  const record::JsonFields fields(*content);
  std::vector<Tagged> found = {{"service", record::histogram_from(fields, "service")}};
  if (fields.has("response")) found.push_back({"response", record::histogram_from(fields, "response")});
  return found;
}

/// What such a trial's response times show is its length.
bool is_saturated(const Trial& trial) {
  return std::ranges::find(trial.notes, "saturated") != trial.notes.end();
}

std::uint64_t start_ms(const Trial& trial) {
  return trial.started_unix_ms.value_or(0);
}

class CellFiles {
 public:
  explicit CellFiles(std::uint64_t start_ms) : start_ms_(start_ms), log_(record::hdr_log_header(start_ms)) {}

  void add(const Trial& trial, const std::vector<Tagged>& histograms) {
    const std::uint64_t length_ms = (trial.env.lifetime_ns + 500'000) / 1'000'000;
    std::string lines;
    for (const auto& [tag, histogram] : histograms) {
      if (tag == "response" && is_saturated(trial)) continue;
      lines += record::hdr_log_line(tag, start_ms(trial) - start_ms_, length_ms, histogram);
    }
    log_ += lines;  // nothing of a trial of which a part cannot be encoded
    for (const auto& [tag, histogram] : histograms) {
      if (tag != "response" || !is_saturated(trial)) merged_[tag].merge(histogram);
    }
  }

  void write(const Store& store, const std::string& slug) const {
    write_file_atomically(store.path("hist/" + slug + ".hlog"), log_);
    for (const auto& [tag, histogram] : merged_) {
      write_file_atomically(store.path("hist/" + slug + "." + tag + ".hgrm"),
                            record::percentile_distribution(histogram));
    }
  }

 private:
  std::uint64_t start_ms_;
  std::string log_;
  std::map<std::string, Histogram> merged_;
};

}  // namespace

std::vector<std::string> write_hdr_files(const Store& store, const std::vector<Trial>& trials) {
  std::vector<std::string> left_out;
  for (const auto& [cell, of_cell] : ok_trials(trials)) {
    const auto starts_before = [](const Trial* a, const Trial* b) { return start_ms(*a) < start_ms(*b); };
    CellFiles files(start_ms(**std::ranges::min_element(of_cell, starts_before)));
    for (const Trial* trial : of_cell) {
      try {
        files.add(*trial, read_histograms(store.path(*trial->histograms)));
      } catch (const record::RecordError& error) {
        left_out.push_back(fmt::format("{} is left out of hist/{}.hlog: {}", *trial->histograms,
                                       record::cell_slug(cell), error.what()));
      }
    }
    files.write(store, record::cell_slug(cell));
  }
  return left_out;
}

}  // namespace ovg::runner::run_directory
