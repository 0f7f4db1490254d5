#include "harness/runner/variant_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/record/json_fields.h"
#include "harness/runner/prediction.h"
#include "harness/runner/usage_error.h"
#include "harness/runner/watch.h"

namespace ovg::runner {

namespace {

constexpr double kListTimeoutS = 10;

void read_lists(const record::JsonFields& fields, VariantCard& card) {
  card.allocators = fields.text_list("allocators");
  fields.each_object("configs", [&](const record::JsonFields& config) {
    const auto is = [&](std::string_view flag) { return config.has(flag) && config.flag(flag); };
    card.configs.push_back({config.text("name"), is("apart"), is("single_threaded")});
  });
  card.config_cards = fields.list("configs");
  fields.each_object("workloads", [&](const record::JsonFields& workload) {
    card.workloads.push_back(
        {workload.text("name"), workload.small_count("max_threads"), {}, false, true, {}});
    WorkloadCard& added = card.workloads.back();
    // A child of a simpler kind says nothing of these.
    if (workload.has("live_mib")) added.live_mib = workload.count_list("live_mib");
    if (workload.has("open_loop")) added.open_loop = workload.flag("open_loop");
    if (workload.has("allocates")) added.allocates = workload.flag("allocates");
    read_predictions(workload);  // refuses those that nobody could judge
    added.card = fields.list("workloads")[card.workloads.size() - 1];
  });
  fields.each_object("not_applicable", [&](const record::JsonFields& entry) {
    card.not_applicable.emplace_back(entry.text("name"), entry.text("reason"));
  });
}

VariantCard read_card(const nlohmann::json& answer, const ChildProgram& program) {
  const record::JsonFields fields(answer);
  if (fields.count("protocol") != 1) fields.fail("protocol", "is not 1");
  if (fields.text("variant") != program.variant) fields.fail("variant", "is not " + program.variant);
  VariantCard card;
  card.program = program;
  card.group = fields.text("group");
  if (card.group != "ownership" && card.group != "collection") {
    fields.fail("group", "is neither ownership nor collection");
  }
  card.summary = fields.text("summary");
  card.library = fields.text("library");
  if (fields.has("heap_limit")) card.heap_limit = fields.flag("heap_limit");
  read_lists(fields, card);
  if (card.configs.empty()) fields.fail("configs", "is empty");
  if (card.allocators.empty()) fields.fail("allocators", "is empty");
  return card;
}

std::string how_it_ended(const ProcessOutcome& outcome) {
  if (outcome.timed_out) return fmt::format("gave no answer within {} s", kListTimeoutS);
  if (outcome.flooded) return "did not stop writing";
  if (outcome.signal) return fmt::format("was killed by signal {}", *outcome.signal);
  return fmt::format("exited with {}", *outcome.exit_code);
}

VariantCard ask(const ChildProgram& program, const Variables& variables, Signals& signals) {
  const std::string executable = program.executable.string();
  const auto complain = [&](const std::string& problem) {
    return UsageError(fmt::format("'{} list' {}: run it by hand to see why, or build the suite again",
                                  executable, problem));
  };
  const ProcessSpec spec{{executable, "list"}, as_environment(variables), {}, Channel::kStandardOutput};
  std::string answer;
  const ProcessOutcome outcome =
      watch(spec, kListTimeoutS, signals, [&](std::string_view data) { answer += data; });
  if (outcome.interrupted) throw Interrupted{signals.arrived()};
  if (outcome.exit_code != 0) throw complain(how_it_ended(outcome));
  try {
    return read_card(nlohmann::json::parse(answer), program);
  } catch (const nlohmann::json::exception&) {
    throw complain("did not answer in JSON");
  } catch (const record::RecordError& error) {
    throw complain(fmt::format("broke the protocol ({})", error.what()));
  }
}

}  // namespace

const WorkloadCard* VariantCard::find_workload(const std::string& name) const {
  const auto found = std::find_if(workloads.begin(), workloads.end(),
                                  [&](const auto& workload) { return workload.name == name; });
  return found == workloads.end() ? nullptr : &*found;
}

std::vector<VariantCard> ask_children(const std::vector<ChildProgram>& children, const Variables& variables,
                                      Signals& signals) {
  std::vector<VariantCard> cards;
  for (const ChildProgram& program : children) {
    if (program.unavailable.empty()) {
      cards.push_back(ask(program, variables, signals));
    } else {
      cards.push_back({.program = program,
                       .group = program.group,
                       .summary = {},
                       .library = {},
                       .allocators = {"glibc"},
                       .configs = {{}},
                       .config_cards = {},
                       .workloads = {},
                       .not_applicable = {}});
    }
  }
  return cards;
}

std::vector<WorkloadCard> all_workloads(const std::vector<VariantCard>& variants) {
  std::vector<WorkloadCard> found;
  const auto is_known = [&](const std::string& name) {
    return std::any_of(found.begin(), found.end(),
                       [&](const auto& workload) { return workload.name == name; });
  };
  for (const VariantCard& variant : variants) {
    for (const WorkloadCard& workload : variant.workloads) {
      if (!is_known(workload.name)) found.push_back(workload);
    }
  }
  return found;
}

}  // namespace ovg::runner
