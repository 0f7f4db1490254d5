#include "harness/runner/catalogue/cards.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "harness/record/child_result_json.h"
#include "harness/runner/os/process.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::catalogue {

namespace {

constexpr double kListTimeoutS = 10;

void read_lists(const record::JsonFields& fields, VariantCard& card) {
  card.allocators = fields.text_list("allocators");
  fields.each_object("configs", [&](const record::JsonFields& config) {
    const auto is = [&](std::string_view flag) { return config.has(flag) && config.flag(flag); };
    const auto said = [&](std::string_view name) { return config.has(name) ? config.text(name) : ""; };
    card.configs.push_back({config.text("name"), is("apart"), is("single_threaded"), is("atomic_counts"),
                            said("unavailable"), said("warning")});
  });
  card.config_cards = fields.carried("configs");
  fields.each_object("workloads", [&](const record::JsonFields& workload) {
    WorkloadCard& added = card.workloads.emplace_back();
    added.name = workload.text("name");
    added.max_threads = workload.small_count("max_threads");
    // A child of a simpler kind says nothing of these.
    if (workload.has("about_threads")) added.about_threads = workload.flag("about_threads");
    if (workload.has("live_mib")) added.live_mib = workload.count_list("live_mib");
    if (workload.has("open_loop")) added.open_loop = workload.flag("open_loop");
    if (workload.has("allocates")) added.allocates = workload.flag("allocates");
    added.card = workload.carried();
  });
  fields.each_object("not_applicable", [&](const record::JsonFields& entry) {
    Declined& declined = card.not_applicable.emplace_back();
    declined.workload = entry.text("name");
    declined.reason = entry.text("reason");
    if (entry.has("config")) declined.config = entry.text("config");
    if (entry.has("from_threads")) declined.from_threads = entry.small_count("from_threads");
  });
}

VariantCard read_card(const nlohmann::json& answer, const ChildProgram& program) {
  const record::JsonFields fields(answer);
  if (fields.count("protocol") != record::kProtocolVersion) {
    fields.fail("protocol", fmt::format("is not {}", record::kProtocolVersion));
  }
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

std::string how_it_ended(const os::ProcessOutcome& outcome) {
  if (outcome.timed_out) return fmt::format("gave no answer within {} s", kListTimeoutS);
  if (outcome.flooded) return "did not stop writing";
  if (outcome.signal) {
    return fmt::format("was killed by signal {} ({})", *outcome.signal, strsignal(*outcome.signal));
  }
  return fmt::format("exited with {}", *outcome.exit_code);
}

/// " with A=1 B=2 set": what somebody chose, so not what every child gets.
std::string with_variables(const os::Variables& variables) {
  std::string text;
  for (const auto& [name, value] : variables) {
    if (!os::is_usual(name)) text += fmt::format(" {}={}", name, value);
  }
  return text.empty() ? text : " with" + text + " set";
}

os::UsageError no_answer(const ChildProgram& program, const Asking& asking, const std::string& problem,
                         const std::string& last_words) {
  return os::UsageError(
      "'{} list'{} {}{}{}: {}run it by hand{} to see why, or build the suite again", program.executable.string(),
      asking.side.empty() ? "" : fmt::format(" of the {} side", asking.side), problem, with_variables(asking.variables),
      last_words.empty() ? "" : fmt::format(", its last words were \"{}\"", last_words),
      os::preloaded(asking.variables).empty() ? ""
                                              : "a preloaded library may want a variable that is not set here "
                                                "(--base-env, --head-env and --env set them); ",
      with_variables(asking.variables).empty() ? "" : " with these variables");
}

/// Where the child's standard error is kept while it is asked: memory that has a name.
struct Words {
  os::UniqueFd memory{memfd_create("list", MFD_CLOEXEC)};
  std::filesystem::path path() const { return fmt::format("/proc/self/fd/{}", memory.get()); }
};

VariantCard ask(const ChildProgram& program, const Asking& asking, os::Signals& signals) {
  const Words words;
  if (!words.memory) throw std::system_error(errno, std::generic_category(), "cannot keep what children say");
  const os::ProcessSpec spec{{program.executable.string(), "list"},
                             os::as_environment(asking.variables),
                             words.path(),
                             os::Channel::kStandardOutput};
  std::string answer;
  const os::ProcessOutcome outcome =
      os::watch(spec, kListTimeoutS, signals, [&](std::string_view data) { answer += data; });
  if (outcome.interrupted) throw os::Interrupted{signals.arrived()};
  const auto complain = [&](const std::string& problem) {
    return no_answer(program, asking, problem, os::last_line(words.path()));
  };
  if (outcome.exit_code != 0) throw complain(how_it_ended(outcome));
  const auto card = record::parsed_json(answer);
  if (!card) throw complain("did not answer in JSON");
  try {
    return read_card(*card, program);
  } catch (const record::RecordError& error) {
    throw complain(fmt::format("broke the protocol ({})", error.what()));
  }
}

}  // namespace

const WorkloadCard* VariantCard::find_workload(const std::string& name) const {
  const auto found = std::ranges::find(workloads, name, &WorkloadCard::name);
  return found == workloads.end() ? nullptr : &*found;
}

std::vector<VariantCard> ask_children(const std::vector<ChildProgram>& children, const Asking& asking,
                                      os::Signals& signals) {
  std::vector<VariantCard> cards;
  for (const ChildProgram& program : children) {
    if (program.unavailable.empty()) {
      cards.push_back(ask(program, asking, signals));
    } else {
      VariantCard& card = cards.emplace_back();
      card.program = program;
      card.group = program.group;
      card.allocators = {"glibc"};
      card.configs = {{}};
    }
  }
  return cards;
}

std::vector<WorkloadCard> all_workloads(const std::vector<VariantCard>& variants) {
  std::vector<WorkloadCard> found;
  for (const VariantCard& variant : variants) {
    for (const WorkloadCard& workload : variant.workloads) {
      const auto known = std::ranges::find(found, workload.name, &WorkloadCard::name);
      if (known == found.end()) found.push_back(workload);
    }
  }
  return found;
}

}  // namespace ovg::runner::catalogue
