#include "harness/runner/command/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <set>

#include "harness/runner/command/help.h"
#include "harness/runner/command/option_checks.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

constexpr const char* kSelection = "Selection (repeatable; globs such as 'tree_*')";
constexpr const char* kAxes = "Parameters (repeatable; without them the profile's)";
constexpr const char* kAmount = "How much to measure";
constexpr const char* kOutput = "Output";
constexpr const char* kChildren = "Child processes";
constexpr const char* kSides = "Two sides, base and head, measured in turn in one run (any of these asks for it)";
constexpr const char* kAdvanced = "Advanced";

/// Seeds travel through JSON, whose readers may know no integers beyond 2^53.
constexpr std::uint64_t kHighestSeed = (std::uint64_t{1} << 53) - 1;

/// Enters options into the parser. CLI11 splits the command line; what a text means is checked here, because
/// its own messages name neither what is accepted nor the unit.
class Entry {
 public:
  explicit Entry(CLI::App& app) : app_(app) {}

  /// The options that follow stand under this heading of --help.
  Entry& under(const char* group) {
    group_ = group;
    return *this;
  }

  /// `take` is called with the name and the text; an empty one is refused.
  template <class Take>
  void one(const std::string& name, const char* type, const char* help, Take take) {
    const auto checked = [=](const std::string& text) {
      if (text.empty()) throw os::UsageError("{} is empty: give it a value or leave it out", name);
      take(name, text);
    };
    placed(app_.add_option_function<std::string>(name, checked, help))->type_name(type);
  }
  template <class Target>
  void path(const char* name, const char* type, Target& target, const char* help) {
    one(name, type, help, [&target](const auto&, const std::string& text) { target = text; });
  }
  template <class Target>
  void whole(const char* name, const char* type, std::uint64_t lowest, std::uint64_t highest, Target& target,
             const char* help) {
    one(name, type, help, [=, &target](const std::string& option, const std::string& text) {
      target = whole_number(option, text, lowest, highest);
    });
  }
  template <class Target>
  void real(const char* name, const char* type, const char* unit, double lowest, double highest, Target& target,
            const char* help) {
    one(name, type, help, [=, &target](const std::string& option, const std::string& text) {
      target = number(option, text, unit, lowest, highest);
    });
  }

  /// May be given again: `take` is called with all texts.
  template <class Take>
  void many(const char* name, const char* type, const char* help, Take take) {
    placed(app_.add_option_function<std::vector<std::string>>(name, take, help))
        ->allow_extra_args(false)
        ->type_name(type);
  }
  void globs(const char* name, std::vector<std::string>& target, const char* help) {
    many(name, "GLOB", help, [&target](const auto& texts) { target = texts; });
  }
  template <class Target, class Read>
  void list(const char* name, const char* type, std::vector<Target>& target, Read read, const char* help) {
    many(name, type, help, [=, &target](const std::vector<std::string>& texts) {
      for (const std::string& text : texts) target.push_back(read(name, text));
    });
  }
  void variables(const char* name, Programs::Assignments& target, const char* help) {
    many(name, "NAME=VALUE", help, [=, &target](const auto& texts) { target = assignments(name, texts); });
  }

  /// Sets `target` to `value`.
  void flag(const char* name, bool& target, bool value, const char* help) {
    placed(app_.add_flag_callback(
        name, [=, &target] { target = value; }, help));
  }

 private:
  CLI::Option* placed(CLI::Option* option) const { return option->group(group_); }

  CLI::App& app_;
  const char* group_ = "";
};

void enter(Entry entry, Choice& choice) {
  entry.under(kSelection);
  entry.globs("--workload", choice.workloads, "Workloads by name");
  entry.globs("--variant", choice.variants, "Variants: 'x' its headline config, 'x:c' config c, 'x*' all of x");
  entry.globs("--allocator", choice.allocators, "Allocators underneath: glibc, jemalloc, mimalloc, tcmalloc");
  entry.path("--only", "FILE", choice.only,
             "Exactly the cells that a file names, one a line: labels as plan prints them, or cells as JSON");
  entry.under(kAxes);
  const auto whole_up_to = [](std::uint64_t highest) {
    return [=](const char* name, const std::string& text) { return whole_number(name, text, 1, highest); };
  };
  entry.list("--threads", "N", choice.threads, whole_up_to(1024), "Mutator threads, where the workload has threads");
  entry.list("--live", "MIB", choice.live_mib, whole_up_to(1 << 20),
             "Size of the live set, where the workload offers sizes");
  entry.list(
      "--load", "PERCENT", choice.loads,
      [](const char* name, const std::string& text) { return number(name, text, "per cent", 0, 1000); },
      "Open loop at this share of what unique/glibc does in a closed loop; 0: closed loop");
  entry.list("--arrivals", "KIND", choice.arrivals, arrivals,
             "How ops follow each other in open loop: poisson, fixed or bursts (default: poisson)");
  entry.whole("--heap-limit", "MIB", 1, 1 << 20, choice.heap_limit_mib,
              "Fixed size of every collector's heap (default: each policy's own)");
  entry.real("--heap-multiple", "N", "times the smallest heap that a cell runs in,", 1, 1000, choice.heap_multiple,
             "The same, as a multiple of the smallest heap that a cell runs in, which is searched for before");
}

void enter(Entry entry, Schedule& schedule) {
  entry.under(kAxes).real("--capacity", "RATE", "ops per second", 1e-3, 1e12, schedule.capacity_per_s,
                          "Ops per second that 100 % load means (default: measured by the pilot)");
  entry.under(kAmount);
  const std::string profiles = "One of " + joined(profile_names()) + " (default: default)";
  entry.path("--profile", "NAME", schedule.profile, profiles.c_str());
  entry.whole("--blocks", "N", 1, 10'000, schedule.blocks, "Passes over the shuffled cells (default: the profile's)");
  entry.whole("--trials", "N", 1, 1'000, schedule.trials, "Trials of each cell in a block (default: the profile's)");
  entry.whole("--rounds", "N", 1, 1'000'000'000'000, schedule.rounds,
              "Steady rounds of every trial, for exact counts (default: calibrated by a pilot)");
  entry.whole("--seed", "N", 0, kHighestSeed, schedule.seed, "Seed of the shuffle (default: random, recorded)");
  entry.whole("--script-seed", "N", 0, kHighestSeed, schedule.script_seed, "Seed of the op scripts (default: 42)");
}

void enter(Entry entry, Output& output) {
  entry.under(kOutput);
  entry.path("--out", "DIR", output.out, "New run directory (default: results/RUN_ID)");
  entry.path("--resume", "DIR", output.resume, "Measure what is missing in a run directory; takes its plan from there");
  entry.flag("--quiet", output.quiet, true, "No progress, only the summary");
  entry.flag("--json", output.json, true, "JSON instead of text, for list and plan");
}

void enter_children(Entry entry, Options& options) {
  entry.under(kChildren);
  entry.one("--timeout", "SECONDS", "Longest time of one trial (default: 120)",
            [&options](const std::string& name, const std::string& text) {
              options.schedule.timeout_s = seconds(name, text);
            });
  entry.variables("--env", options.programs.env,
                  "Set a variable in every child (they get PATH, HOME, LANG=C and these)");
  entry.flag("--malloc-profiles", options.choice.malloc_profiles, true,
             "Every malloc with its tuned profile (list shows it), and boehm:tuned instead of boehm");
  entry.real("--rss-every", "MS", "milliseconds", 0, 1000, options.schedule.rss_every_ms,
             "How often resident memory is read from outside; 0: never (default: 10)");
  entry.flag("--no-primitives", options.schedule.primitives, false, "Leave out the Google Benchmark primitives");
  entry.under(kSides);
  entry.path("--head", "CHILDREN", options.programs.head,
             "The children of the head side (default: those of the base side, which --children names)");
  entry.variables("--base-env", options.programs.base_env,
                  "Set a variable in every child of the base side, over --env");
  entry.variables("--head-env", options.programs.head_env,
                  "The same for the head side; its LD_PRELOAD comes before that of --env");
}

void enter_advanced(Entry entry, Options& options) {
  entry.under(kAdvanced);
  entry.flag("--no-lock", options.host.lock, false, "Measure although another suite may be measuring on this host");
  entry.flag("--tune", options.host.tune, true,
             "Set governor, boost and THP for measuring (needs root); restored when the run ends");
  entry.path("--host-root", "DIR", options.host.root,
             "Where /proc and /sys are read, and --tune writes (default: /); for tests");
  entry.path("--children", "CHILDREN", options.programs.children,
             "The list of children, or its folder (default: children.json beside bench_all)");
  entry.path("--allocator-dir", "DIR", options.programs.allocator_dir,
             "Where the allocators' libraries are (default: the system's library directories)");
}

/// CLI11's messages span lines and do not name near options; this one does.
[[noreturn]] void report_unexpected(const CLI::App& app, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word.find('-') != 0) {
    throw os::UsageError("unexpected word '{}': the verbs are run, sweep, list and plan (bench_all --help)", word);
  }
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> valid;
  for (const CLI::Option* option : app.get_options()) valid.push_back(option->get_name());
  throw os::UsageError("unknown option '{}': {} (bench_all --help)", name, suggestion(name, valid));
}

Sweep sweep_named(const std::string& name) {
  std::vector<std::string> valid;
  for (const Sweep sweep : {Sweep::kLive, Sweep::kHeap, Sweep::kThreads}) {
    if (name_of(sweep) == name) return sweep;
    valid.push_back(name_of(sweep));
  }
  if (name.empty()) throw os::UsageError("sweep what? One of " + joined(valid) + ": bench_all sweep live");
  throw os::UsageError("unknown sweep '{}': {}", name, suggestion(name, valid));
}

}  // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  options.output.command.assign(argv, argv + argc);
  CLI::App app;
  app.set_version_flag("--version", "bench_all " OVG_VERSION);
  app.set_help_flag("-h,--help", "Show this text");
  enter(Entry(app), options.choice);
  enter(Entry(app), options.schedule);
  enter(Entry(app), options.output);
  enter_children(Entry(app), options);
  enter_advanced(Entry(app), options);
  app.add_subcommand("run")->fallthrough();
  CLI::App* list = app.add_subcommand("list")->fallthrough();
  CLI::App* plan = app.add_subcommand("plan")->fallthrough();
  CLI::App* sweep = app.add_subcommand("sweep")->fallthrough();
  std::string axis;
  sweep->add_option("axis", axis);
  app.require_subcommand(0, 2);
  for (CLI::App* verb : app.get_subcommands({})) verb->set_help_flag("");
  app.allow_extras();

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print_help(CLI::Formatter().make_groups(&app, CLI::AppFormatMode::Normal));
    return std::nullopt;
  } catch (const CLI::CallForVersion& version) {
    fmt::print("{}\n", version.what());
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::ranges::replace(text, '\n', ' ');
    throw os::UsageError(text + " (bench_all --help)");
  }
  if (!app.remaining(true).empty()) report_unexpected(app, app.remaining(true));
  if (list->parsed()) options.verb = Verb::kList;
  if (plan->parsed()) options.verb = Verb::kPlan;
  if (sweep->parsed()) options.choice.sweep = sweep_named(axis);
  std::set<std::string> given;
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() > 0) given.insert(option->get_name());
  }
  check_combinations(given, options);
  if (options.programs.two_sided()) options.schedule.primitives = false;  // they are not measured in turn
  return options;
}

}  // namespace ovg::runner::command
