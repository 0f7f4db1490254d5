#include <fmt/format.h>

#include "harness/record/trial_json.h"
#include "harness/runner/catalogue.h"
#include "harness/runner/estimate.h"
#include "harness/runner/format.h"

namespace ovg::runner {

namespace {

struct PlanFigures {
  std::size_t runnable = 0;
  std::uint64_t trials_per_block = 0;
  std::uint64_t trials = 0;  // lines of results.jsonl
  double estimated_s = 0;
};

PlanFigures figures_of(const std::vector<PlannedCell>& cells, const Profile& profile, bool primitives) {
  PlanFigures figures;
  figures.runnable = runnable_cells(cells);
  figures.trials_per_block = figures.runnable * profile.trials_per_block;
  const std::uint64_t measured = figures.trials_per_block * profile.blocks;
  figures.trials = measured + cells.size() - figures.runnable;
  figures.estimated_s = estimated_s(cells, profile, primitives);
  return figures;
}

void print_json(const std::vector<PlannedCell>& cells, const Profile& profile, std::uint64_t seed,
                const PlanFigures& figures) {
  nlohmann::json listed = nlohmann::json::array();
  for (const PlannedCell& planned : cells) {
    listed.push_back({{"cell", record::to_json(planned.cell)},
                      {"group", planned.group},
                      {"status", record::status_name(planned.status)},
                      {"reason", planned.reason},
                      {"heap_factor", planned.heap_factor ? nlohmann::json(*planned.heap_factor)
                                                          : nlohmann::json(nullptr)}});
  }
  const nlohmann::json plan = {{"profile", profile.name},
                               {"cells", listed},
                               {"blocks", profile.blocks},
                               {"trials_per_block", figures.trials_per_block},
                               {"trials", figures.trials},
                               {"estimated_s", figures.estimated_s},
                               {"seed", seed}};
  fmt::print("{}\n", plan.dump(2));
}

void print_text(const std::vector<PlannedCell>& cells, const Profile& profile, std::uint64_t seed,
                const PlanFigures& figures) {
  for (const PlannedCell& planned : cells) {
    fmt::print("  {:<56}", cell_label(planned.cell));
    if (planned.can_run()) {
      fmt::print(" {} trials\n", profile.blocks * profile.trials_per_block);
    } else {
      fmt::print(" {}: {}\n", record::status_name(planned.status), planned.reason);
    }
  }
  fmt::print(
      "\nprofile {}, scale {}: {} cells x {} blocks x {} = {} trials of about {}; {} cells cannot run\n",
      profile.name, profile.scale, figures.runnable, profile.blocks, profile.trials_per_block,
      figures.trials_per_block * profile.blocks, short_time(profile.steady_target_ms * 1e6),
      cells.size() - figures.runnable);
  fmt::print("about {} with the pilot and the primitives; shuffled with seed {}\n",
             long_time(figures.estimated_s), seed);
}

}  // namespace

void print_plan(const Options& options) {
  Signals signals;
  const Profile profile = chosen_profile(options);
  const Catalogue catalogue = load_catalogue(options, signals);
  const std::optional<Catalogue> head = load_head(options, signals);
  const std::vector<PlannedCell> cells = chosen_cells(options, profile, catalogue, head);
  const std::string left_out = left_out_of_head(catalogue, head);
  if (!left_out.empty()) fmt::print(stderr, "bench_all: {}\n", left_out);
  const PlanFigures figures = figures_of(cells, profile, options.primitives);
  const auto print = options.json ? print_json : print_text;
  print(cells, profile, chosen_seed(options), figures);
}

}  // namespace ovg::runner
