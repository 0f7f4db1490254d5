#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/record/trial_json.h"
#include "harness/runner/catalogue/catalogue.h"
#include "harness/runner/plan/choice.h"
#include "harness/runner/plan/estimate.h"
#include "harness/runner/terminal/format.h"
#include "harness/runner/verbs/verbs.h"

namespace ovg::runner::verbs {

namespace {

struct PlanFigures {
  std::size_t runnable = 0;
  std::uint64_t trials_per_block = 0;
  std::uint64_t trials = 0;  // lines of results.jsonl
  double estimated_s = 0;
};

PlanFigures figures_of(const std::vector<plan::PlannedCell>& cells, const command::Profile& profile, bool primitives) {
  PlanFigures figures;
  figures.runnable = plan::runnable_cells(cells);
  figures.trials_per_block = figures.runnable * profile.trials_per_block;
  const std::uint64_t measured = figures.trials_per_block * profile.blocks;
  figures.trials = measured + cells.size() - figures.runnable;
  figures.estimated_s = plan::estimated_s(cells, profile, primitives);
  return figures;
}

void print_json(const std::vector<plan::PlannedCell>& cells, const command::Profile& profile, std::uint64_t seed,
                const PlanFigures& figures) {
  nlohmann::json listed = nlohmann::json::array();
  for (const plan::PlannedCell& planned : cells) {
    listed.push_back(
        {{"cell", record::to_json(planned.cell)},
         {"group", planned.group},
         {"status", record::status_name(planned.status)},
         {"reason", planned.reason},
         {"heap_factor", planned.heap_factor ? nlohmann::json(*planned.heap_factor) : nlohmann::json(nullptr)}});
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

void print_text(const std::vector<plan::PlannedCell>& cells, const command::Profile& profile, std::uint64_t seed,
                const PlanFigures& figures) {
  for (const plan::PlannedCell& planned : cells) {
    fmt::print("  {:<56}", record::cell_label(planned.cell));
    if (planned.can_run()) {
      fmt::print(" {} trials\n", profile.blocks * profile.trials_per_block);
    } else {
      fmt::print(" {}: {}\n", record::status_name(planned.status), planned.reason);
    }
  }
  fmt::print("\nprofile {}, scale {}: {} cells x {} blocks x {} = {} trials of about {}; {} cells cannot run\n",
             profile.name, profile.scale, figures.runnable, profile.blocks, profile.trials_per_block,
             figures.trials_per_block * profile.blocks, terminal::short_time(profile.steady_target_ms * 1e6),
             cells.size() - figures.runnable);
  fmt::print("about {} with the pilot and the primitives; shuffled with seed {}\n",
             terminal::long_time(figures.estimated_s), seed);
}

}  // namespace

void plan(const command::Options& options) {
  os::Signals signals;
  const command::Profile profile = plan::chosen_profile(options.schedule);
  const std::vector<catalogue::Catalogue> sides =
      catalogue::load_catalogues(options.programs, options.choice.malloc_profiles, signals);
  const std::vector<plan::PlannedCell> cells = plan::chosen_cells(options.choice, profile, sides);
  plan::chosen_load_references(options.schedule, cells, sides);  // a plan that cannot be measured says so
  const std::string left_out = plan::left_out_of_head(sides);
  if (!left_out.empty()) fmt::print(stderr, "bench_all: {}\n", left_out);
  const PlanFigures figures = figures_of(cells, profile, options.schedule.primitives);
  const auto print = options.output.json ? print_json : print_text;
  print(cells, profile, plan::chosen_seed(options.schedule), figures);
}

}  // namespace ovg::runner::verbs
