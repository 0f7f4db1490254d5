#include "harness/runner/command/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>

#include "harness/runner/command/help.h"
#include "harness/runner/command/option_checks.h"
#include "harness/runner/command/option_values.h"
#include "harness/runner/command/profile.h"
#include "harness/runner/command/suggestion.h"
#include "harness/runner/os/usage_error.h"

namespace ovg::runner::command {

namespace {

/// Options whose text is checked after CLI11 has split the command line.
struct RawTexts {
  std::string blocks, trials, seed, rounds, script_seed, timeout, heap_limit, capacity, rss_every;
  std::vector<std::string> env, base_env, head_env, threads, live, loads;
};

constexpr const char* kSelection = "Selection (repeatable; globs such as 'tree_*')";
constexpr const char* kAxes = "Parameters (repeatable; without them the profile's)";
constexpr const char* kAmount = "How much to measure";
constexpr const char* kOutput = "Output";
constexpr const char* kChildren = "Child processes";
constexpr const char* kSides =
    "Two sides, base and head, measured in turn in one run (any of these asks for it)";
constexpr const char* kAdvanced = "Advanced";

void add_selection(CLI::App& app, Options& options) {
  const auto repeatable = [&](const char* name, std::vector<std::string>& target, const char* text) {
    app.add_option(name, target, text)->allow_extra_args(false)->group(kSelection)->type_name("GLOB");
  };
  repeatable("--workload", options.choice.workloads, "Workloads by name");
  repeatable("--variant", options.choice.variants,
             "Variants: 'x' its headline config, 'x:c' config c, 'x*' all of x");
  repeatable("--allocator", options.choice.allocators,
             "Allocators underneath: glibc, jemalloc, mimalloc, tcmalloc");
  app.add_option(
         "--only", options.choice.only,
         "Exactly the cells that a file names, one a line: labels as plan prints them, or cells as JSON")
      ->group(kSelection)
      ->type_name("FILE");
}

void add_axes(CLI::App& app, RawTexts& raw) {
  const auto repeatable = [&](const char* name, std::vector<std::string>& target, const char* type,
                              const char* text) {
    app.add_option(name, target, text)->allow_extra_args(false)->group(kAxes)->type_name(type);
  };
  repeatable("--threads", raw.threads, "N", "Mutator threads, where the workload has threads");
  repeatable("--live", raw.live, "MIB", "Size of the live set, where the workload offers sizes");
  repeatable("--load", raw.loads, "PERCENT",
             "Open loop at this share of the slowest variant's closed-loop rate; 0: closed loop");
  app.add_option("--heap-limit", raw.heap_limit,
                 "Fixed size of every collector's heap (default: each policy's own)")
      ->group(kAxes)
      ->type_name("MIB");
  app.add_option("--capacity", raw.capacity,
                 "Ops per second that 100 % load means (default: measured by the pilot)")
      ->group(kAxes)
      ->type_name("RATE");
}

void add_amount(CLI::App& app, Options& options, RawTexts& raw) {
  app.add_option("--profile", options.schedule.profile,
                 "One of " + joined(profile_names()) + " (default: default)")
      ->group(kAmount)
      ->type_name("NAME");
  const auto number = [&](const char* name, std::string& target, const char* text) {
    app.add_option(name, target, text)->group(kAmount)->type_name("N");
  };
  number("--blocks", raw.blocks, "Passes over the shuffled cells (default: the profile's)");
  number("--trials", raw.trials, "Trials of each cell in a block (default: the profile's)");
  number("--rounds", raw.rounds,
         "Steady rounds of every trial, for exact counts (default: calibrated by a pilot)");
  number("--seed", raw.seed, "Seed of the shuffle (default: random, recorded)");
  number("--script-seed", raw.script_seed, "Seed of the op scripts (default: 42)");
}

void add_output(CLI::App& app, Options& options) {
  app.add_option("--out", options.output.out, "New run directory (default: results/RUN_ID)")
      ->group(kOutput)
      ->type_name("DIR");
  app.add_option("--resume", options.output.resume,
                 "Measure what is missing in a run directory; takes its plan from there")
      ->group(kOutput)
      ->type_name("DIR");
  app.add_flag("--quiet", options.output.quiet, "No progress, only the summary")->group(kOutput);
  app.add_flag("--json", options.output.json, "JSON instead of text, for list and plan")->group(kOutput);
}

void add_children(CLI::App& app, Options& options, RawTexts& raw) {
  app.add_option("--timeout", raw.timeout, "Longest time of one trial (default: 120)")
      ->group(kChildren)
      ->type_name("SECONDS");
  app.add_option("--env", raw.env, "Set a variable in every child (they get PATH, HOME, LANG=C and these)")
      ->allow_extra_args(false)
      ->group(kChildren)
      ->type_name("NAME=VALUE");
  app.add_flag("--malloc-profiles", options.choice.malloc_profiles,
               "Every malloc with its tuned profile (list shows it), and boehm:tuned instead of boehm")
      ->group(kChildren);
  app.add_option("--rss-every", raw.rss_every,
                 "How often resident memory is read from outside; 0: never (default: 10)")
      ->group(kChildren)
      ->type_name("MS");
  app.add_flag_callback(
         "--no-primitives", [&] { options.schedule.primitives = false; },
         "Leave out the Google Benchmark primitives")
      ->group(kChildren);
}

void add_sides(CLI::App& app, Options& options, RawTexts& raw) {
  app.add_option("--head", options.programs.head,
                 "The children of the head side (default: those of the base side, which --children names)")
      ->group(kSides)
      ->type_name("CHILDREN");
  const auto variables = [&](const char* name, std::vector<std::string>& target, const char* text) {
    app.add_option(name, target, text)->allow_extra_args(false)->group(kSides)->type_name("NAME=VALUE");
  };
  variables("--base-env", raw.base_env, "Set a variable in every child of the base side, over --env");
  variables("--head-env", raw.head_env,
            "The same for the head side; its LD_PRELOAD comes before that of --env");
}

void add_advanced(CLI::App& app, Options& options) {
  app.add_flag_callback(
         "--no-lock", [&] { options.host.lock = false; },
         "Measure although another suite may be measuring on this host")
      ->group(kAdvanced);
  app.add_flag("--tune", options.host.tune,
               "Set governor, boost and THP for measuring (needs root); restored when the run ends")
      ->group(kAdvanced);
  app.add_option("--host-root", options.host.root,
                 "Where /proc and /sys are read, and --tune writes (default: /); for tests")
      ->group(kAdvanced)
      ->type_name("DIR");
  app.add_option("--children", options.programs.children,
                 "The list of children, or its folder (default: children.json beside bench_all)")
      ->group(kAdvanced)
      ->type_name("CHILDREN");
  app.add_option("--allocator-dir", options.programs.allocator_dir,
                 "Where the allocators' libraries are (default: the system's library directories)")
      ->group(kAdvanced)
      ->type_name("DIR");
}

/// CLI11's messages span lines and do not name near options; this one does.
[[noreturn]] void report_unexpected(const CLI::App& app, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word.find('-') != 0) {
    throw os::UsageError(fmt::format(
        "unexpected word '{}': the verbs are run, sweep, list and plan (bench_all --help)", word));
  }
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> valid;
  for (const CLI::Option* option : app.get_options()) valid.push_back(option->get_name());
  throw os::UsageError(
      fmt::format("unknown option '{}': {} (bench_all --help)", name, suggestion(name, valid)));
}

void take_numbers(const RawTexts& raw, Options& options) {
  // Seeds travel through JSON, whose readers may know no integers beyond 2^53.
  constexpr std::uint64_t kHighestSeed = (std::uint64_t{1} << 53) - 1;
  const auto take = [](const char* name, const std::string& text, std::uint64_t lowest, std::uint64_t highest,
                       auto& target) {
    if (!text.empty()) target = whole_number(name, text, lowest, highest);
  };
  take("--blocks", raw.blocks, 1, 10'000, options.schedule.blocks);
  take("--trials", raw.trials, 1, 1'000, options.schedule.trials);
  take("--rounds", raw.rounds, 1, 1'000'000'000'000, options.schedule.rounds);
  take("--seed", raw.seed, 0, kHighestSeed, options.schedule.seed);
  take("--script-seed", raw.script_seed, 0, kHighestSeed, options.schedule.script_seed);
  for (const std::string& text : raw.threads)
    options.choice.threads.push_back(whole_number("--threads", text, 1, 1024));
  for (const std::string& text : raw.live)
    options.choice.live_mib.push_back(whole_number("--live", text, 1, 1 << 20));
  for (const std::string& text : raw.loads)
    options.choice.loads.push_back(number("--load", text, "per cent", 0, 1000));
  take("--heap-limit", raw.heap_limit, 1, 1 << 20, options.choice.heap_limit_mib);
  if (!raw.capacity.empty()) {
    options.schedule.capacity_per_s = number("--capacity", raw.capacity, "ops per second", 1e-3, 1e12);
  }
  if (!raw.rss_every.empty()) {
    options.schedule.rss_every_ms = number("--rss-every", raw.rss_every, "milliseconds", 0, 1000);
  }
  if (!raw.timeout.empty()) options.schedule.timeout_s = seconds("--timeout", raw.timeout);
  options.programs.env = assignments("--env", raw.env);
  options.programs.base_env = assignments("--base-env", raw.base_env);
  options.programs.head_env = assignments("--head-env", raw.head_env);
  if (options.programs.two_sided()) options.schedule.primitives = false;  // they are not measured in turn
}

Sweep sweep_named(const std::string& name) {
  std::vector<std::string> valid;
  for (const Sweep sweep : {Sweep::kLive, Sweep::kHeap, Sweep::kThreads}) {
    if (name_of(sweep) == name) return sweep;
    valid.push_back(name_of(sweep));
  }
  if (name.empty()) throw os::UsageError("sweep what? One of " + joined(valid) + ": bench_all sweep live");
  throw os::UsageError(fmt::format("unknown sweep '{}': {}", name, suggestion(name, valid)));
}

}  // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  options.output.command.assign(argv, argv + argc);
  RawTexts raw;
  CLI::App app;
  app.set_version_flag("--version", "bench_all " OVG_VERSION);
  app.set_help_flag("-h,--help", "Show this text");
  add_selection(app, options);
  add_axes(app, raw);
  add_amount(app, options, raw);
  add_output(app, options);
  add_children(app, options, raw);
  add_sides(app, options, raw);
  add_advanced(app, options);
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
    print_help(app);
    return std::nullopt;
  } catch (const CLI::CallForVersion& version) {
    fmt::print("{}\n", version.what());
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    throw os::UsageError(text + " (bench_all --help)");
  }
  if (!app.remaining(true).empty()) report_unexpected(app, app.remaining(true));
  if (list->parsed()) options.verb = Verb::kList;
  if (plan->parsed()) options.verb = Verb::kPlan;
  if (sweep->parsed()) options.choice.sweep = sweep_named(axis);
  check_combinations(app, options);
  take_numbers(raw, options);
  return options;
}

}  // namespace ovg::runner::command
